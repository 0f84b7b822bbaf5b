"""Conditions about contacts count the whole customer's facts, or the contact's own: the sentence says which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bleib.customers.models import Contact
from bleib.history.api import NewFact
from bleib.rules.errors import RuleError
from bleib.segments.api import preview, sentence
from bleib.segments.filling import fill_everybody
from bleib.segments.tests.story import NOW, ago, answer, customer, happened, members, order, segment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]
ANSWERED = {"facts": "answer", "within_days": 30}


def of(fact: NewFact, contact: Contact) -> NewFact:
    return replace(fact, contact=str(contact.pk))


@pytest.fixture
def two():
    """Berg and Tal of Adler; Berg answered twice, nobody knows who ordered."""
    happened(order("Adler", ago(5)))
    known = {"customer": customer("Adler"), "created_at": NOW}
    berg, tal = (Contact.objects.create(last_name=name, **known) for name in ("Berg", "Tal"))
    happened(of(answer("Adler", ago(9), 9), berg), of(answer("Adler", ago(3), 4), berg))
    return berg, tal


@pytest.mark.slow
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (ANSWERED, 2), (ANSWERED | {"whose": "contact"}, 1),
        (ANSWERED | {"whose": "contact", "count": {"at_least": 3}}, 0),
        (ANSWERED | {"whose": "contact", "last": {"score": {"at_most": 5}}}, 1),
        ({"facts": "order"}, 2), ({"facts": "order", "whose": "contact"}, 0),
        ({"not": {"facts": "answer", "whose": "contact"}}, 1),
    ],
)  # fmt: skip
def test_the_customers_facts_count_or_the_contacts_own(two, said, found):
    assert preview(said, subject="contact", now=NOW).count == found


def test_a_contact_enters_by_what_it_did_itself(two):
    segment("answering", ANSWERED | {"whose": "contact"}, subject="contact")
    fill_everybody(now=NOW)
    assert members("answering") == ["Berg"]
    happened(of(answer("Adler", ago(1), 8), two[1]))
    assert members("answering") == ["Berg", "Tal"]


@pytest.mark.parametrize(
    ("whose", "lang", "said"),
    [
        ("contact", "en", "At least 1 survey answer by the contact in the last 30 days"),
        ("customer", "en", "At least 1 survey answer by the customer in the last 30 days"),
        ("contact", "de", "In den letzten 30 Tagen mindestens 1 Umfrageantwort des Ansprechpartners selbst"),
    ],
)
def test_the_sentence_says_whose_are_meant(db, whose, lang, said):
    assert sentence(ANSWERED | {"whose": whose}, "contact", lang) == said


def test_of_customers_nobody_asks_whose(db):
    with pytest.raises(RuleError, match="'whose' has no meaning here"):
        preview(ANSWERED | {"whose": "contact"}, now=NOW)
    with pytest.raises(RuleError, match="'boss' is nobody's facts"):
        preview(ANSWERED | {"whose": "boss"}, subject="contact", now=NOW)
