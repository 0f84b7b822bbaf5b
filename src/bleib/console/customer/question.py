"""The answer to the one question that a customer's page asks, or that somebody does not want to say."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.wording import language
from bleib.console.customer.question_section import asked
from bleib.console.customer.question_section import question as next_to_ask
from bleib.console.customer.record import known
from bleib.console.customer.sections import answer, contact_of, contacts, current, rights
from bleib.customers.models import Contact, Customer
from bleib.kernel.errors import BleibError
from bleib.profiling import api as profiling


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def of_customer(request: StaffRequest, pk: int) -> HttpResponse:
    """What is wanted of the customer."""
    return _answered(request, current(pk))


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def of_contact(request: StaffRequest, pk: int, contact: int) -> HttpResponse:
    """What is wanted of somebody who works there."""
    customer = current(pk)
    return _answered(request, customer, contact_of(customer, contact))


def _answered(request: StaffRequest, customer: Customer, contact: Contact | None = None) -> HttpResponse:
    """Kept, or shown again with what is wrong. Where somebody was quicker, the next question is shown instead."""
    whom: dict[str, Any] = {"contact": contact} if contact else {"customer": customer}
    question = profiling.next_question(**whom, lang=language(), now=timezone.now())
    if question is None or request.POST.get("key") != question.key:
        return _with_record(request, customer)
    if "declined" in request.POST:
        profiling.decline(question.key, **whom, by=request.user, now=timezone.now())
        return answer(request, customer, "question")
    context = asked(question, customer, contact, data=request.POST)
    if not _is_kept(context["question_form"], question, whom, by=request.user):
        return answer(request, customer, "question", **context)
    return _with_record(request, current(customer.pk))


def _with_record(request: StaffRequest, customer: Customer) -> HttpResponse:
    """The next question; for htmx with head, contacts and record as they are now, too."""
    if not request.htmx:  # type: ignore[attr-defined]
        return answer(request, customer, "question")
    parts = next_to_ask(customer) | contacts(customer) | known(customer) | rights(request)
    return render(request, "console/customer/answered.html", {"customer": customer, "section": "question"} | parts)


def _is_kept(form: Any, question: profiling.Question, whom: dict[str, Any], *, by: Any) -> bool:
    if not form.is_valid():
        return False
    try:
        profiling.answer(question.key, form.answer, **whom, by=by, now=timezone.now())
    except ValidationError as error:
        form.add_error("value", error)
        return False
    except BleibError:  # somebody was quicker by a moment: what they said stays
        return True
    return True
