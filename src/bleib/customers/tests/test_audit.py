"""Who did what to a customer is written down in the same transaction."""

from datetime import date
from decimal import Decimal

import pytest

from bleib.audit.models import Entry
from bleib.customers.importing.undo import undo_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(django_user_model):
    return django_user_model.objects.create_user("anna@example.com", name="Anna")


def test_an_edit_is_told_with_before_and_after(customer, anna, now):
    found = customer("1", name="Alt", city="Köln")
    found.name = "Neu"
    found.edited(now=now, by=anna)
    entry = Entry.objects.get(verb="changed")
    assert (entry.actor_id, entry.data["before"], entry.data["after"]) == (anna.pk, {"name": "Alt"}, {"name": "Neu"})


def test_what_happens_to_a_contract_is_told(customer, contract, anna, now):
    made = contract(customer("1"), "V1", date(2025, 1, 1))
    made.change(date(2025, 9, 1), Decimal(120), now=now, by=anna)
    made.give_notice(date(2026, 9, 1), last_day=date(2026, 12, 31), now=now, by=anna)
    assert list(Entry.objects.order_by("pk").values_list("verb", "actor_id")) == [
        ("contract.agreed", None), ("contract.changed", anna.pk), ("contract.ended", anna.pk),
    ]  # fmt: skip


def test_an_import_and_its_undoing_are_told(bring, now):
    undo_import(bring("Kundennummer;Firma\n1;Eins\n").run.pk, now=now)
    told = {entry.verb: entry.data["after"] for entry in Entry.objects.all()}
    assert told["customers.imported"]["created"] == 1
    assert told["customers.import_undone"]["removed"] == 1
