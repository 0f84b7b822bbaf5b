"""What is done on the customer's page: kept, noted, and shown at once; htmx gets the part that changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import anna, colleague
from bleib.audit.api import Entry
from bleib.customers.api import write_note
from bleib.customers.models import Contact, Contract, Customer
from bleib.tasks.api import Task

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def otter():
    return Customer.objects.create(number="K1", name="Otter AG", created_at=NOW)


@pytest.fixture
def signed_in(client, anna):
    client.force_login(anna)
    return client


def verbs() -> list[str]:
    return [*Entry.objects.order_by("pk").values_list("verb", flat=True)]


def test_a_contact_without_any_name_is_refused_and_with_one_is_kept(signed_in, otter):
    address = f"/customers/{otter.pk}/contacts/add/"
    assert "Say a name" in signed_in.post(address, {"position": "Boss"}).content.decode()
    told = {"last_name": "Maier", "mail": "m@otter.example", "salutation": "neutral", "parts": ["buyer", "champion"]}
    assert signed_in.post(address, told).url == f"/customers/{otter.pk}/#contacts"
    contact = Contact.objects.get()
    assert (contact.salutation, contact.roles.count()) == ("neutral", 2)
    assert "address already" in signed_in.post(address, told).content.decode()


def test_somebody_left_and_is_back(signed_in, otter):
    contact = Contact.objects.create(customer=otter, last_name="Maier", created_at=NOW)
    address = f"/customers/{otter.pk}/contacts/{contact.pk}"
    part = signed_in.post(f"{address}/left/", headers=HTMX).content.decode()
    assert "left on" in part
    assert "<html" not in part
    signed_in.post(f"{address}/returned/")
    assert verbs() == ["contact.left", "contact.returned"]


def test_a_note_is_written_changed_and_removed_by_its_writer_only(signed_in, otter):
    address = f"/customers/{otter.pk}/notes"
    assert (
        "Kommt aus Ulm" in signed_in.post(f"{address}/write/", {"text": "Kommt aus Ulm"}, headers=HTMX).content.decode()
    )
    assert "required" in signed_in.post(f"{address}/write/", {"text": " "}).content.decode()
    note = otter.notes.get()
    signed_in.post(f"{address}/{note.pk}/", {"text": "Kommt aus Bonn"})
    other = write_note(otter, "Nicht anfassen", by=colleague(Role.SALES), now=NOW)
    assert signed_in.post(f"{address}/{other.pk}/remove/").status_code == 403
    assert signed_in.post(f"{address}/{note.pk}/remove/").status_code == 302
    assert [each.text for each in otter.notes.all()] == ["Nicht anfassen"]


def test_a_task_is_asked_for_and_closed(signed_in, anna, otter):
    address = f"/customers/{otter.pk}/tasks"
    signed_in.post(f"{address}/ask/", {"title": "Anrufen", "due_on": "2026-12-01"})
    task = Task.objects.get()
    assert (task.owner, task.customer, task.due_on) == (anna, otter, date(2026, 12, 1))
    part = signed_in.post(f"{address}/{task.pk}/close/", {"outcome": "not_reached"}, headers=HTMX).content.decode()
    assert "Nobody reached" in part
    signed_in.post(f"{address}/{task.pk}/close/", {"outcome": "done"})
    assert verbs() == ["task.asked", "task.closed"]


def test_a_contract_is_agreed_changed_and_ended(signed_in, otter):
    told = {
        "number": "V1", "starts_on": "2026-01-01", "term_months": 12, "renewal_months": 12, "notice": 3,
        "notice_unit": "months", "notice_until": "term", "amount_per_month": "99.50",
    }  # fmt: skip
    assert (
        "no product"
        in signed_in.post(f"/customers/{otter.pk}/contracts/agree/", told | {"product": "X"}).content.decode()
    )
    signed_in.post(f"/customers/{otter.pk}/contracts/agree/", told)
    contract = Contract.objects.get()
    address = f"/customers/{otter.pk}/contracts/{contract.pk}/"
    signed_in.post(f"{address}change/", {"valid_from": "2026-06-01", "amount_per_month": "120"})
    assert "begins later" in signed_in.post(f"{address}end/", {"last_day": "2025-01-01"}).content.decode()
    signed_in.post(f"{address}end/", {"last_day": "2027-12-31", "notice_given_on": "2026-11-20", "reason": "price"})
    said = signed_in.get(address).content.decode()
    assert "€99.50" in said
    assert "31 Dec 2027" in said
    assert verbs() == ["contract.agreed", "contract.changed", "contract.ended"]
    assert Contract.objects.with_amount(date(2026, 7, 1)).get().amount == Decimal(120)


def test_a_german_amount_is_understood(signed_in, anna, otter):
    anna.choose_language("de")
    told = {
        "number": "V1", "starts_on": "2026-01-01", "term_months": 0, "renewal_months": 0, "notice": 0,
        "notice_unit": "months", "notice_until": "term", "amount_per_month": "1.234,50",
    }  # fmt: skip
    signed_in.post(f"/customers/{otter.pk}/contracts/agree/", told)
    assert Contract.objects.with_amount(date(2026, 7, 1)).get().amount == Decimal("1234.50")


def test_what_belongs_to_another_customer_is_not_found(signed_in, otter):
    fox = Customer.objects.create(number="K2", created_at=NOW)
    contact = Contact.objects.create(customer=fox, last_name="Maier", created_at=NOW)
    assert signed_in.post(f"/customers/{otter.pk}/contacts/{contact.pk}/left/").status_code == 404
