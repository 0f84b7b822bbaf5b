"""The next question and its answer over the API."""

from __future__ import annotations

import pytest

from bleib.customers.models import Contact, Customer
from bleib.profiling.api import want

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ask, anna, now):
    """A customer with a contact, and a question to each; returns the contact's address."""
    ask("post", "customers", {"number": "10042", "name": "Nordwerft GmbH"})
    weber = ask("post", "customers/10042/contacts", {"last_name": "Weber"}).json()
    want("customer", "industry", question_de="Branche?", question_en="Industry?", by=anna, now=now)
    want("contact", "salutation", question_de="Anrede?", question_en="How to address you?", by=anna, now=now)
    return f"contacts/{weber['id']}"


def test_a_customers_question_is_asked_and_its_answer_kept(ask, asked):
    question = ask("get", "customers/10042/next-question", lang="de").json()["question"]
    assert question == {"key": "industry", "text": "Branche?", "kind": "text", "choices": []}
    answered = ask("post", "customers/10042/answers", {"key": "industry", "value": "Boats"})
    assert (answered.status_code, answered.json()) == (200, {"question": None})
    assert Customer.objects.get().industry == "Boats"
    assert ask("post", "customers/10042/answers", {"key": "industry", "value": "Cars"}).status_code == 409


def test_a_contacts_choice_is_taken_and_another_refused(ask, asked):
    question = ask("get", f"{asked}/next-question").json()["question"]
    assert {"value": "ms", "label": "Ms"} in question["choices"]
    assert ask("post", f"{asked}/answers", {"key": "salutation", "value": "Queen"}).status_code == 422
    ask("post", f"{asked}/answers", {"key": "salutation", "value": "ms"})
    assert Contact.objects.get().salutation == "ms"


def test_who_does_not_want_to_say_is_not_asked_again(ask, asked):
    assert ask("post", f"{asked}/answers", {"key": "salutation", "declined": True}).json() == {"question": None}
    assert ask("get", f"{asked}/next-question").json() == {"question": None}


@pytest.mark.parametrize(
    "said",
    [{"key": "industry"}, {"key": "industry", "value": "Boats", "declined": True}, {"key": "owner", "value": "1"}],
)
def test_an_answer_is_one_thing_to_something_that_is_asked(ask, asked, said):
    assert ask("post", "customers/10042/answers", said).status_code == 422
