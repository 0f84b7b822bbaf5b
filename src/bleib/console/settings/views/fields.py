"""Custom fields: defined, changed, put in order, retired."""

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
from bleib.console.settings.forms.fields import ChangeFieldForm, NewFieldForm
from bleib.console.settings.saving import edit
from bleib.customers.fields import (
    add_field,
    change_field,
    fields_with_counts,
    move_field,
    reinstate_field,
    retire_field,
)
from bleib.customers.models import CustomField


@requires(Action.EDIT_SETTINGS)
def list_(request: StaffRequest) -> HttpResponse:
    """All fields with how many customers have a value, and a form for a new one."""
    form = NewFieldForm(request.POST or None)

    def save() -> None:
        add_field(**form.cleaned_data, by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings_fields", page="fields", fields=fields_with_counts())


@requires(Action.EDIT_SETTINGS)
def one(request: StaffRequest, pk: int) -> HttpResponse:
    """Label and words of a field."""
    field = get_object_or_404(CustomField, pk=pk)
    initial = {"label": field.label, "choices": "\n".join(field.choices)}
    form = ChangeFieldForm(request.POST or None, initial=initial)

    def save() -> None:
        change_field(field, **form.cleaned_data, by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings_fields", page="field", field=field)


@requires(Action.EDIT_SETTINGS)
@require_POST
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    field = get_object_or_404(CustomField.objects.current(), pk=pk)
    move_field(field, up=request.POST.get("to") == "up", by=request.user, now=timezone.now())
    return redirect("settings_fields")


@requires(Action.EDIT_SETTINGS)
@require_POST
def retire(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody is asked for it any more."""
    return _do(request, pk, retire_field)


@requires(Action.EDIT_SETTINGS)
@require_POST
def reinstate(request: StaffRequest, pk: int) -> HttpResponse:
    """It is asked for again."""
    return _do(request, pk, reinstate_field)


def _do(request: StaffRequest, pk: int, verb: Any) -> HttpResponse:
    verb(get_object_or_404(CustomField, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("settings_fields")
