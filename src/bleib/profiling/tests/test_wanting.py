"""The company says what it wants, in which order, and sees of how many it is unknown."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from bleib.audit.api import Entry
from bleib.customers.fields import add_field
from bleib.customers.models import Contact, Customer
from bleib.profiling.api import ask_again, move, rest, reword, wantable, wanted_fields

pytestmark = pytest.mark.django_db


def names():
    return [each.wanted.name for each in dict(wanted_fields())["customer"]]


def lacking():
    return [(each.lacking, each.all) for _subject, rows in wanted_fields() for each in rows]


def test_it_is_counted_of_how_many_something_is_unknown(wanted, otter, weber, anna, now):
    Customer.objects.create(number="K2", industry="Boats", created_at=now)
    Customer.objects.create(number="K3", merged_into=otter, created_at=now)
    Customer.objects.create(number="erased-4", created_at=now)
    Contact.objects.create(customer=otter, last_name="Gone", left_on=now.date(), created_at=now)
    size = add_field(label="Size", kind="text", by=anna, now=now)
    size.write(otter.pk, "big")
    for name in ("industry", "field_size", "phone"):
        wanted(name)
    wanted("phone", "contact")
    assert lacking() == [(1, 2), (1, 2), (2, 2), (1, 1)]


def test_questions_change_places_rest_and_are_asked_again(wanted, anna, now):
    industry, phone = wanted("industry"), wanted("phone")
    move(phone, up=True, by=anna, now=now)
    move(phone, up=True, by=anna, now=now)
    assert names() == ["phone", "industry"]
    rest(phone, by=anna, now=now)
    assert names() == ["industry", "phone"]
    ask_again(phone, by=anna, now=now)
    reword(industry, question_de="Branche?", question_en="", by=anna, now=now)
    assert [each.verb for each in Entry.objects.order_by("pk")] == ["added"] * 2 + ["changed"] * 4


def test_a_field_is_wanted_once_exists_and_has_a_question(wanted):
    wanted("industry")
    assert "industry" not in [each.name for each in wantable()["customer"]]
    for wrong in ({"name": "industry"}, {"name": "owner"}, {"name": "phone", "question_de": "", "question_en": ""}):
        with pytest.raises(ValidationError):
            wanted(**wrong)


def test_no_words_without_a_question(wanted, anna, now):
    with pytest.raises(ValidationError, match="one language"):
        reword(wanted("industry"), question_de="", question_en="", by=anna, now=now)
