"""The customer's page: the whole record and history, every verb at an address of its own, for those who may."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import anna, colleague
from bleib.customers.models import Contract, Customer
from bleib.history.api import NewFact, record
from bleib.tasks.api import ask

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def otter(tmp_path, settings):
    """A customer with a contract, an order of two lines, and a bad answer."""
    settings.HOME = tmp_path
    customer = Customer.objects.create(number="K1", name="Otter AG", city="Ulm", created_at=NOW)
    contract = Contract(number="V1", customer=customer, starts_on=date(2026, 1, 1), term_months=24)
    contract.agree(Decimal(99), now=NOW)
    order = {"type": "order", "customer": "K1", "occurred_at": NOW, "ref": "R77"}
    with transaction.atomic():
        record(
            [
                NewFact(**order, key="1", product="A", amount=Decimal(40), quantity=Decimal(2)),
                NewFact(**order, key="2", product="B", amount=Decimal(2), quantity=Decimal(1)),
                NewFact("answer", "K1", NOW, key="3", props={"kind": "nps", "score": 2}),
            ],
            now=NOW,
        )
    return customer


def page(client, customer, **query):
    return client.get(f"/customers/{customer.pk}/", query).content.decode()


def test_everything_is_on_one_page(client, anna, otter):
    ask(title="Call them", customer=otter, now=NOW)
    client.force_login(anna)
    said = page(client, otter)
    for word in ("Otter AG", "K1", "R77", "2 lines", "€42.00", "V1", "Call them", "NPS 2 on", "just recorded here"):
        assert word in said, word
    assert "Only this holds an unhappy customer: legal, economic." in said


def test_the_history_is_narrowed_and_goes_on(client, anna, otter):
    client.force_login(anna)
    said = client.get(f"/customers/{otter.pk}/timeline/?type=answer").content.decode()
    assert "Survey answer" in said
    assert "R77" not in said
    assert client.get(f"/customers/{otter.pk}/timeline/?before=nonsense").status_code == 404
    part = client.get(f"/customers/{otter.pk}/timeline/", headers={"HX-Request": "true"}).content.decode()
    assert "R77" in part
    assert "<html" not in part


@pytest.mark.parametrize(
    "odd",
    [
        "before=2026-01-01T00:00:00%20x%00",
        "before=0001-01-01T00:00:00%2B14:00%20x",
        "product=%00",
        "type=nothing",
        "since=never",
        "product='",
    ],
)
def test_odd_addresses_are_no_error(client, anna, otter, odd):
    client.force_login(anna)
    assert client.get(f"/customers/{otter.pk}/timeline/?{odd}").status_code in (200, 404)
    assert client.get(f"/customers/{otter.pk}/?{odd}").status_code == 200
    assert client.get(f"/customers/{10**30}/").status_code == 404


def test_a_merged_number_leads_to_the_customer_it_counts_as(client, anna, otter):
    old = Customer.objects.create(number="K0", merged_into=otter, created_at=NOW)
    client.force_login(anna)
    assert client.get(f"/customers/{old.pk}/").url == f"/customers/{otter.pk}/"


def test_a_customer_of_whom_nothing_is_known(client, anna, tmp_path, settings):
    settings.HOME = tmp_path
    nobody = Customer.objects.create(number="K9", created_at=NOW)
    client.force_login(anna)
    said = page(client, nobody)
    assert "no evidence" in said
    assert "No contract is known." in said


def test_who_only_reads_is_offered_no_verb(client, otter):
    client.force_login(colleague(Role.ANALYST))
    said = page(client, otter)
    assert "Otter AG" in said
    assert "Add a" not in said
    assert client.post(f"/customers/{otter.pk}/notes/write/", {"text": "x"}).status_code == 403


def test_an_auditor_sees_no_customer(client, otter):
    client.force_login(colleague(Role.AUDITOR))
    assert client.get(f"/customers/{otter.pk}/").status_code == 403
