"""What is held about a person: finding them, handing it out, erasing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.models import User
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.audit.api import record
from bleib.console.finding import describe, find_people
from bleib.kernel.errors import BleibError
from bleib.privacy.api import Erasure, export_person, person_page, preview_erasure, request_erasure

Answer = TypeVar("Answer")
FILE = "bleib-{kind}-{pk}"


@requires(Action.EXPORT_PERSON)
def privacy(request: StaffRequest) -> HttpResponse:
    """Find a person; with `q`, who was found. htmx asks for the list alone."""
    words = request.GET.get("q", "").strip()
    context = {"q": words, "people": find_people(words), "erasures": Erasure.objects.open()[:20]}
    return render(request, "console/privacy/find.html", context)


@requires(Action.EXPORT_PERSON)
def person(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """What erasing this person would do."""
    context = {
        "person": _or_404(describe, kind, pk),
        "lines": _or_404(preview_erasure, kind, pk),
        "erasure": Erasure.objects.of(kind, pk).order_by("-pk").first(),
        "may_erase": request.user.may(Action.ERASE_PERSON),
    }
    return render(request, "console/privacy/person.html", context)


@requires(Action.EXPORT_PERSON)
@require_POST
@reauthentication_required
def export(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """All that is held, as a file: JSON for machines, or a page for the person. That it was handed out is noted."""
    with transaction.atomic():
        found = _or_404(export_person, kind, pk)
        record(
            actor=request.user, verb="person.exported", subject=f"{kind} {pk}", about=[(kind, pk)], now=timezone.now()
        )
    name = FILE.format(kind=kind, pk=pk)
    if request.POST.get("format") == "html":
        page = HttpResponse(person_page(found, now=timezone.now()))
        page["Content-Disposition"] = f'attachment; filename="{name}.html"'
        return page
    answer = JsonResponse(found, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@requires(Action.ERASE_PERSON)
@require_POST
@reauthentication_required
def erase(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Erase, if it was meant: the box has to be ticked. The worker reaches what lies outside the database."""
    if request.POST.get("sure") != "yes":
        messages.warning(request, _("Nothing was erased. Tick the box to say that you are sure."))
    elif kind == "user" and User.objects.filter(pk=pk, is_active=True).exists():
        messages.warning(request, _("Nothing was erased. Close this colleague's account first."))
    else:
        _or_404(partial(request_erasure, actor=request.user, now=timezone.now()), kind, pk)
        messages.success(request, _("Erased. The worker goes on with files and history and says here when it is done."))
        return redirect("privacy")
    return redirect("person", kind=kind, pk=pk)


def _or_404(ask: Callable[[str, int], Answer], kind: str, pk: int) -> Answer:
    """The answer, or the page that says there is nobody of that kind and number."""
    try:
        return ask(kind, pk)
    except BleibError as error:
        raise Http404(str(error)) from error
