"""Contacts and contracts over the API."""

from __future__ import annotations

import pytest

from bleib.history.models import PendingFact

pytestmark = pytest.mark.django_db
TERMS = {"number": "V-1", "starts_on": "2026-01-01", "amount_per_month": "120.50"}


@pytest.fixture
def weber(ask):
    ask("post", "customers", {"number": "10042", "name": "Nordwerft GmbH"})
    said = {"last_name": "Weber", "mail": "weber@example.com", "parts": ["buyer"]}
    return ask("post", "customers/10042/contacts", said).json()


def test_a_contact_is_added_changed_and_found(ask, weber):
    changed = ask("patch", f"contacts/{weber['id']}", {"salutation": "ms"}).json()
    assert (changed["salutation"], changed["parts"], changed["customer"]) == ("ms", ["buyer"], "10042")
    assert ask("get", "contacts", mail="WEBER@example.com").json()["data"] == [changed]
    assert ask("get", "contacts", left="true").json()["data"] == []


def test_one_address_is_one_person(ask, weber):
    again = ask("post", "customers/10042/contacts", {"mail": "weber@example.com"})
    assert again.status_code == 422


def test_a_contact_without_a_name_or_a_way_to_reach_them_is_refused(ask, weber):
    assert ask("post", "customers/10042/contacts", {"title": "Dr."}).status_code == 422


def test_who_left_is_said_to_have_left(ask, weber):
    assert ask("post", f"contacts/{weber['id']}/left", {"on": "2026-10-01"}).json()["left_on"] == "2026-10-01"
    assert ask("post", f"contacts/{weber['id']}/left", {"on": None}).json()["left_on"] is None


def test_a_contract_is_agreed_changed_and_ended_with_its_facts(ask, weber):
    agreed = ask("post", "customers/10042/contracts", TERMS).json()
    assert (agreed["amount_per_month"], agreed["term_months"]) == ("120.5000", 12)
    worth = {"valid_from": "2026-06-01", "amount_per_month": 150}
    assert ask("post", f"contracts/{agreed['id']}/changes", worth).json()["amount_per_month"] == "150.0000"
    ended = ask("post", f"contracts/{agreed['id']}/end", {"last_day": "2026-12-31", "notice_given_on": "2026-09-01"})
    assert ended.json()["ends_on"] == "2026-12-31"
    types = list(PendingFact.objects.order_by("pk").values_list("type", flat=True))
    assert types == ["contract_started", "contract_changed", "notice_given"]


def test_a_contract_ends_after_it_began_and_its_number_is_new(ask, weber):
    agreed = ask("post", "customers/10042/contracts", TERMS).json()
    assert ask("post", f"contracts/{agreed['id']}/end", {"last_day": "2025-01-01"}).status_code == 422
    again = ask("post", "customers/10042/contracts", TERMS)
    assert again.json()["errors"][0]["where"] == "body.number"
    assert ask("get", "contracts", customer="10042", running_on="2026-02-01").json()["data"][0]["id"] == agreed["id"]
