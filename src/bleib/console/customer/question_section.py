"""What is asked next on a customer's page: of the customer, or else of somebody who works there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from bleib.console.conditions.wording import language
from bleib.customers.models import Contact, Customer
from bleib.profiling.api import Question, QuestionForm, Subject, WantedField, next_question

MOST = 5  # contacts that are looked at


def question(customer: Customer) -> dict[str, Any]:
    """The form of the one question; nothing where nothing is left to ask."""
    if found := next_question(customer=customer, lang=language(), now=timezone.now()):
        return asked(found, customer)
    if not WantedField.objects.asked(Subject.CONTACT).exists():
        return {}
    for contact in customer.contacts.filter(left_on=None).order_by("last_name", "pk")[:MOST]:
        if found := next_question(contact=contact, lang=language(), now=timezone.now()):
            return asked(found, customer, contact)
    return {}


def asked(question: Question, customer: Customer, contact: Contact | None = None, **more: Any) -> dict[str, Any]:
    """What the form partial of profiling wants; `data`: what was sent and has to be corrected."""
    if contact:
        address = reverse("contact_question", args=[customer.pk, contact.pk])
    else:
        address = reverse("customer_question", args=[customer.pk])
    return {
        "question_form": QuestionForm(question, **more),
        "question_address": address,
        "question_part": "question",
        "question_of": contact,
    }
