"""Parts of the customer's page that change by themselves: what each shows, and how a verb answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.wording import language
from bleib.console.customer.forms import NoteForm, TaskForm
from bleib.console.customer.light_section import light
from bleib.console.customer.question_section import question
from bleib.customers.models import Contact, Contract, Customer, Note
from bleib.segments.api import segments_of
from bleib.tasks.api import Outcome, Task

Context = dict[str, Any]
CLOSED_TASKS = 5


def current(pk: int) -> Customer:
    """The customer, with those its page names. Raises Http404."""
    named = ("owner", "parent", "referred_by", "merged_into", "imported_by", "figures")
    return get_object_or_404(Customer.objects.select_related(*named), pk=pk)


def contacts(customer: Customer) -> Context:
    """Who works there; those who left come last."""
    rows = customer.contacts.prefetch_related("roles").order_by(F("left_on").asc(nulls_first=True), "last_name", "pk")
    return {"contacts": rows}


def notes(customer: Customer) -> Context:
    return {"notes": _notes(customer), "note_form": NoteForm()}


def tasks(customer: Customer) -> Context:
    """Open ones, and the last that were closed."""
    closed = customer.tasks.exclude(closed_at=None).select_related("closed_by").order_by("-closed_at")
    return {
        "tasks": Task.objects.todo().filter(customer=customer),
        "today": timezone.localdate(),
        "closed_tasks": closed[:CLOSED_TASKS],
        "outcomes": Outcome.choices,
        "task_form": TaskForm(),
    }


def contracts(customer: Customer) -> Context:
    """All of them with what they are worth today, those that run first."""
    today = timezone.localdate()
    rows = Contract.objects.filter(customer=customer).with_amount(today)
    return {"contracts": rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "pk"), "today": today}


def segments(customer: Customer) -> Context:
    """Those it belongs to, with their names."""
    return {"segments": [(each, each.segment.name(language())) for each in segments_of(customer)]}


SECTIONS: Mapping[str, Callable[[Customer], Context]] = {
    "light": light,
    "contacts": contacts,
    "notes": notes,
    "tasks": tasks,
    "contracts": contracts,
    "segments": segments,
    "question": question,
}


def rights(request: StaffRequest) -> Context:
    """What the reader may do, for the templates of all sections."""
    may = request.user.may
    return {
        "may_edit": may(Action.EDIT_CUSTOMERS),
        "may_work": may(Action.WORK_ON_TASKS),
        "may_merge": may(Action.MERGE_CUSTOMERS),
        "may_export": may(Action.EXPORT_PERSON),
    }


def answer(request: StaffRequest, customer: Customer, section: str, **more: Any) -> HttpResponse:
    """After a verb: htmx gets the section as it is now, everybody else the page at that place.

    `more` overlays the context, such as with a form that has to be corrected; then it is a page of its own.
    """
    if not (more or request.htmx):  # type: ignore[attr-defined]
        return redirect(f"{reverse('customer', args=[customer.pk])}#{section}")
    context = {"customer": customer, "section": section} | SECTIONS[section](customer) | rights(request) | more
    part = f"console/customer/{section}.html"
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, part, context)
    return render(request, "console/customer/alone.html", context | {"part": part})


def _notes(customer: Customer) -> QuerySet[Note]:
    return customer.notes.select_related("written_by", "contact").order_by("-written_at", "-pk")


def contact_of(customer: Customer, pk: int) -> Contact:
    """Raises Http404."""
    return get_object_or_404(Contact, pk=pk, customer=customer)
