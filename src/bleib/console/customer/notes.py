"""Notes about a customer: write one, change or remove one's own."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customer.forms import NoteForm
from bleib.console.customer.sections import answer, current
from bleib.customers.api import NotYours, change_note, remove_note, write_note


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def write(request: StaffRequest, pk: int) -> HttpResponse:
    """What colleagues should know."""
    customer = current(pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return answer(request, customer, "notes", note_form=form)
    write_note(customer, form.cleaned_data["text"], by=request.user, now=timezone.now())
    return answer(request, customer, "notes")


@requires(Action.EDIT_CUSTOMERS)
def change(request: StaffRequest, pk: int, note: int) -> HttpResponse:
    """The form with what it says, or what it says now."""
    customer = current(pk)
    found = get_object_or_404(customer.notes, pk=note)
    form = NoteForm(request.POST or None, initial={"text": found.text})
    if not form.is_valid():
        return render(request, "console/customer/note.html", {"customer": customer, "note": found, "form": form})
    try:
        change_note(found, form.cleaned_data["text"], by=request.user, now=timezone.now())
    except NotYours as error:
        raise PermissionDenied from error
    return answer(request, customer, "notes")


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def remove(request: StaffRequest, pk: int, note: int) -> HttpResponse:
    """It is gone."""
    customer = current(pk)
    try:
        remove_note(get_object_or_404(customer.notes, pk=note), by=request.user, now=timezone.now())
    except NotYours as error:
        raise PermissionDenied from error
    return answer(request, customer, "notes")
