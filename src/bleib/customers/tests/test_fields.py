"""Custom fields are shaped by the company, and no value is lost on the way."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from bleib.audit.api import Entry
from bleib.customers.fields import (
    add_field,
    change_field,
    fields_with_counts,
    move_field,
    reinstate_field,
    retire_field,
)
from bleib.customers.models import Customer, CustomField

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BY = {"by": None, "now": NOW}


@pytest.fixture
def size():
    return add_field(label="Größe", kind="choice", choices=["klein", "groß"], **BY)


def test_a_key_is_made_of_the_label_and_is_free(size):
    assert size.key == "groesse"
    assert add_field(label="Größe", kind="number", **BY).key == "groesse-2"


@pytest.mark.parametrize(("kind", "choices"), [("choice", []), ("text", ["a"]), ("colour", [])])
def test_what_makes_no_sense_is_refused(kind, choices):
    with pytest.raises(ValidationError):
        add_field(label="x", kind=kind, choices=choices, **BY)
    assert not CustomField.objects.exists()


def test_a_label_changes_and_the_key_stays(size):
    change_field(size, label="Betriebsgröße", choices=["klein", "groß", "riesig"], **BY)
    size.refresh_from_db()
    assert (size.key, size.label) == ("groesse", "Betriebsgröße")
    told = Entry.objects.latest("pk").data
    assert told["before"] == {"label": "Größe", "choices": ["klein", "groß"]}


def test_a_word_that_customers_have_cannot_go(size):
    customer = Customer.objects.create(number="1", created_at=NOW)
    size.write(customer.pk, "groß")
    with pytest.raises(ValidationError, match="groß"):
        change_field(size, label="Größe", choices=["klein"], **BY)
    change_field(size, label="Größe", choices=["groß"], **BY)


def test_fields_stand_in_the_order_they_were_given(size):
    second, third = (add_field(label=label, kind="text", **BY) for label in ("b", "c"))
    move_field(third, up=True, **BY)
    move_field(size, up=True, **BY)
    assert list(CustomField.objects.current()) == [size, third, second]


def test_a_retired_field_keeps_its_values_and_comes_back(size):
    customer = Customer.objects.create(number="1", created_at=NOW)
    size.write(customer.pk, "groß")
    retire_field(size, **BY)
    retire_field(size, **BY)
    assert list(CustomField.objects.current()) == []
    assert [(each, each.filled) for each in fields_with_counts()] == [(size, 1)]
    reinstate_field(size, **BY)
    assert CustomField.objects.current().get() == size
    assert Entry.objects.filter(verb="changed").count() == 2
