"""One box finds customers, people, contracts, products and orders; only for those who may see customers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import transaction

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import anna, colleague
from bleib.customers.models import Contact, Customer
from bleib.history.api import NewFact, record

__all__ = ["anna"]
pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
def otter(tmp_path, settings):
    settings.HOME = tmp_path
    customer = Customer.objects.create(number="K1", name="Öttersche Werke", city="Ulm", created_at=NOW)
    Contact.objects.create(customer=customer, first_name="Zoe", last_name="Maier", created_at=NOW)
    with transaction.atomic():
        record([NewFact("order", "K1", NOW, key="1", ref="R4711", product="A")], now=NOW)
    return customer


def test_a_customer_a_person_and_an_order_are_found(client, anna, otter):
    client.force_login(anna)
    for words in ("oettersche ulm", "zoe maier", "R471"):
        assert f"/customers/{otter.pk}/" in client.get("/search/", {"q": words}).content.decode(), words


def test_suggestions_are_a_part_of_a_page(client, anna, otter):
    client.force_login(anna)
    part = client.get("/search/suggestions/", {"q": "ött"}).content.decode()
    assert "Öttersche Werke" in part
    assert "<html" not in part


@pytest.mark.parametrize("words", ["", "?", "a\0b1", "nobody at all", "%" * 300])
def test_odd_words_are_no_error(client, anna, otter, words):
    client.force_login(anna)
    assert client.get("/search/", {"q": words}).status_code == 200


def test_who_may_not_see_customers_has_no_box(client, otter):
    client.force_login(colleague(Role.AUDITOR))
    assert 'id="finder"' not in client.get("/me/").content.decode()
    assert client.get("/search/?q=ulm").status_code == 403
