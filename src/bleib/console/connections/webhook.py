"""One webhook: its messages with what the receiver answered, a test, and sending again."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.tabs import page
from bleib.console.connections.webhook_forms import ReplayForm
from bleib.history.fact_types import TYPES
from bleib.webhooks import api
from bleib.webhooks.api import Endpoint, Message, State

PER_PAGE = 50
STATES = (
    ("", gettext_lazy("All")),
    (State.WAITING.value, gettext_lazy("Waiting")),
    (State.DELIVERED.value, gettext_lazy("Delivered")),
    (State.DEAD.value, gettext_lazy("Given up")),
)


@requires(Action.EDIT_CONNECTIONS)
def webhook(request: StaffRequest, pk: int) -> HttpResponse:
    """How it is, and its newest messages; htmx asks again while some wait."""
    endpoint = get_object_or_404(Endpoint.objects.select_related("created_by"), pk=pk)
    return page(request, "webhook", _shown(request, endpoint, ReplayForm()))


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def test(request: StaffRequest, pk: int) -> HttpResponse:
    """A message that only tries the connection."""
    message = api.send_test(get_object_or_404(Endpoint, pk=pk), now=timezone.now())
    messages.success(request, _("A test message is on its way."))
    return redirect("webhook_message", message.pk)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def replay(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything since an instant, once more."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    form = ReplayForm(request.POST)
    if not form.is_valid():
        return page(request, "webhook", _shown(request, endpoint, form), status=400)
    delivered = form.cleaned_data["delivered"]
    count = api.replay_since(endpoint, form.since_instant, delivered=delivered, by=request.user, now=timezone.now())
    messages.success(
        request,
        ngettext("%(n)s message is sent again.", "%(n)s messages are sent again.", count) % {"n": count},
    )
    return redirect("webhook", pk)


@requires(Action.EDIT_CONNECTIONS)
def message(request: StaffRequest, pk: int) -> HttpResponse:
    """What was sent, and every try with its answer."""
    found = get_object_or_404(Message.objects.select_related("endpoint"), pk=pk)
    context = {
        "message": found,
        "webhook": found.endpoint,
        "tries": found.tries.all(),
        "content": json.dumps(json.loads(found.body), indent=2, ensure_ascii=False),
    }
    return page(request, "webhook_message", context)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """This message once more, under its id."""
    found = get_object_or_404(Message.objects.select_related("endpoint"), pk=pk)
    api.replay(found, by=request.user, now=timezone.now())
    messages.success(request, _("The message is sent again."))
    return redirect("webhook_message", pk)


def _shown(request: StaffRequest, endpoint: Endpoint, form: ReplayForm) -> dict[str, Any]:
    state = request.GET.get("state", "")
    known = [value for value, _label in STATES]
    rows = endpoint.messages.filter(state=state) if state in known[1:] else endpoint.messages
    language = "de" if request.LANGUAGE_CODE == "de" else "en"
    return {
        "webhook": endpoint,
        "types": [TYPES[kind].label(language) for kind in endpoint.types if kind in TYPES],
        "states": STATES,
        "state": state,
        "messages_shown": Paginator(rows.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "waits": not endpoint.pause and endpoint.messages.waiting().exists(),
        "form": form,
    }
