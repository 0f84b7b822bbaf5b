"""Webhooks: who is told what, whether it arrives, and what to do where it does not."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.tabs import page
from bleib.console.connections.webhook_forms import WebhookForm
from bleib.webhooks import api
from bleib.webhooks.api import Endpoint, State


@requires(Action.EDIT_CONNECTIONS)
def webhooks(request: StaffRequest) -> HttpResponse:
    """All of them, with how they are."""
    waiting, dead = (Count("messages", filter=Q(messages__state=each)) for each in (State.WAITING, State.DEAD))
    return page(request, "webhooks", {"webhooks": Endpoint.objects.annotate(waiting=waiting, dead=dead)})


@requires(Action.EDIT_CONNECTIONS)
@reauthentication_required
def new(request: StaffRequest) -> HttpResponse:
    """A form; when it is sent, the secret is shown, this once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        site = request.build_absolute_uri("/")
        endpoint, secret = api.add_endpoint(form.wanted, site=site, by=request.user, now=timezone.now())
        return page(request, "webhook_secret", {"webhook": endpoint, "secret": secret})
    return page(request, "webhook_form", {"form": form})


@requires(Action.EDIT_CONNECTIONS)
@reauthentication_required
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name, address or choice of facts."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    form = WebhookForm(request.POST or None, endpoint=endpoint)
    if request.method == "POST" and form.is_valid():
        site = request.build_absolute_uri("/")
        api.change_endpoint(endpoint, form.wanted, site=site, by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("webhook", pk)
    return page(request, "webhook_form", {"form": form, "webhook": endpoint})


@requires(Action.EDIT_CONNECTIONS)
@require_POST
@reauthentication_required
def renew_secret(request: StaffRequest, pk: int) -> HttpResponse:
    """A new secret, shown this once."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    secret = api.renew_secret(endpoint, by=request.user, now=timezone.now())
    return page(request, "webhook_secret", {"webhook": endpoint, "secret": secret})


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def pause(request: StaffRequest, pk: int) -> HttpResponse:
    """Nothing is sent until somebody resumes."""
    api.pause(get_object_or_404(Endpoint, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Paused. Messages wait here for up to 30 days."))
    return redirect("webhook", pk)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def resume(request: StaffRequest, pk: int) -> HttpResponse:
    """What waits is sent."""
    api.resume(get_object_or_404(Endpoint, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Resumed. What waits is sent now."))
    return redirect("webhook", pk)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """It goes with its messages."""
    endpoint = get_object_or_404(Endpoint, pk=pk)
    if request.POST.get("sure") != "yes":
        messages.warning(request, _("Nothing was removed. Tick the box to say that you are sure."))
        return redirect("webhook", pk)
    api.remove_endpoint(endpoint, by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("webhooks")
