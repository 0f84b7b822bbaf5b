"""The next question is the first thing that is unknown and was not declined lately."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.fields import add_field, retire_field
from bleib.customers.models import Customer
from bleib.profiling.api import decline, move, next_question, rest

pytestmark = pytest.mark.django_db


def key_for(now, **whom):
    found = next_question(**whom, lang="en", now=now)
    return found and found.key


def test_the_first_unknown_field_is_asked_for_in_the_order_of_the_company(wanted, otter, anna, now):
    wanted("name")
    wanted("industry")
    phone = wanted("phone")
    assert key_for(now, customer=otter) == "industry"
    move(phone, up=True, by=anna, now=now)
    assert key_for(now, customer=otter) == "phone"


def test_who_does_not_want_to_say_is_left_in_peace_for_90_days(wanted, otter, anna, now):
    wanted("industry")
    decline("industry", customer=otter, by=anna, now=now)
    assert key_for(now + timedelta(days=89), customer=otter) is None
    assert key_for(now + timedelta(days=90), customer=otter) == "industry"


def test_a_field_of_the_company_is_asked_for_until_it_has_a_value_or_is_retired(wanted, otter, anna, now):
    size = add_field(label="Größe", kind="choice", choices=["klein", "groß"], by=anna, now=now)
    wanted("field_groesse")
    found = next_question(customer=otter, lang="de", now=now)
    assert (found.text, found.kind, [each.value for each in found.choices]) == (
        "field_groesse, bitte?", "choice", ["klein", "groß"]
    )  # fmt: skip
    size.write(otter.pk, "klein")
    assert key_for(now, customer=otter) is None
    size.write(otter.pk, "")
    retire_field(size, by=anna, now=now)
    assert key_for(now, customer=otter) is None


def test_a_choice_is_said_in_the_language_asked_for_and_the_other_wording_stands_in(wanted, weber, now):
    wanted("salutation", "contact", question_en="")
    found = next_question(contact=weber, lang="en", now=now)
    assert (found.text, dict(found.choices)["ms"]) == ("salutation, bitte?", "Ms")
    assert dict(next_question(contact=weber, lang="de", now=now).choices)["ms"] == "Frau"


def test_nobody_who_left_was_merged_or_was_erased_is_asked(wanted, otter, weber, now):
    wanted("industry")
    wanted("phone", "contact")
    weber.left_on = now.date()
    assert key_for(now, contact=weber) is None
    otter.merged_into = Customer.objects.create(number="K2", created_at=now)
    assert key_for(now, customer=otter) is None
    assert key_for(now, customer=Customer.objects.create(number="erased-9", created_at=now)) is None


def test_what_rests_is_not_asked(wanted, otter, anna, now):
    rest(wanted("industry"), by=anna, now=now)
    assert key_for(now, customer=otter) is None


def test_a_question_is_about_one_person(otter, weber, now):
    with pytest.raises(ValueError, match="a customer or a contact"):
        next_question(customer=otter, contact=weber, lang="en", now=now)
