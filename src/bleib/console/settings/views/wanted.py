"""What the company would like to know of everybody: one question each, in an order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.settings.forms.wanted import RewordForm, WantForm
from bleib.console.settings.saving import edit
from bleib.profiling.api import WantedField, ask_again, move, rest, reword, want, wanted_fields


@requires(Action.EDIT_SETTINGS)
def list_(request: StaffRequest) -> HttpResponse:
    """All wanted fields with how many lack each, and a form for one more."""
    form = WantForm(request.POST or None)

    def save() -> None:
        want(**form.wanted(), by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings_wanted", page="wanted", groups=wanted_fields())


@requires(Action.EDIT_SETTINGS)
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """The words of a question."""
    wanted = get_object_or_404(WantedField, pk=pk)
    initial = {"question_de": wanted.question_de, "question_en": wanted.question_en}
    form = RewordForm(request.POST or None, initial=initial)

    def save() -> None:
        reword(wanted, **form.cleaned_data, by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings_wanted", page="wanted_field", wanted=wanted)


@requires(Action.EDIT_SETTINGS)
@require_POST
def move_(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    wanted = get_object_or_404(WantedField, pk=pk, active=True)
    move(wanted, up=request.POST.get("to") == "up", by=request.user, now=timezone.now())
    return redirect("settings_wanted")


@requires(Action.EDIT_SETTINGS)
@require_POST
def rest_(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody is asked for it any more."""
    return _do(request, pk, rest)


@requires(Action.EDIT_SETTINGS)
@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """It is asked for again."""
    return _do(request, pk, ask_again)


def _do(request: StaffRequest, pk: int, verb: Any) -> HttpResponse:
    verb(get_object_or_404(WantedField, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("settings_wanted")
