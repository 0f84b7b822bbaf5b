"""Customers and people are found by the beginnings of words, however somebody spells an umlaut."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from bleib.customers.models import Contact, Contract, Customer, Product
from bleib.customers.search import EXPRESSIONS, folded, search

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def people():
    """Two customers, and somebody at one of them."""
    mueller = Customer.objects.create(
        number="10001", name="Müller & Söhne Straßenbau GmbH", city="Köln", vat_id="DE123456788",
        domain="mueller-soehne.example", created_at=NOW,
    )  # fmt: skip
    Customer.objects.create(number="10002", name="Café Olé", mail="hallo@ole.example", created_at=NOW)
    Contact.objects.create(
        customer=mueller, first_name="Zoë", last_name="Größer", mail="zg@mueller.example", created_at=NOW
    )


def numbers(text: str) -> list[str]:
    return [each.number for each in search(text).customers]


@pytest.mark.parametrize(
    "text",
    [
        "müller",
        "Mueller",
        "MÜLLER strassen",
        "straßenbau",
        "koeln mue",
        "DE1234",
        "10001",
        "soehne.example",
        "mueller-so",
    ],
)
def test_every_spelling_finds_the_customer(text):
    assert numbers(text) == ["10001"]


@pytest.mark.parametrize("text", ["cafe", "Café", "olé", "hallo@ole.example"])
def test_accents_do_not_matter(text):
    assert numbers(text) == ["10002"]


@pytest.mark.parametrize("text", ["", "m", "  ", "?!", "ller", 'x" OR "m', "müller nirgends", "a\0b", "*" * 500])
def test_what_is_too_short_or_nobodys_finds_nobody(text):
    assert not search(text)


def test_a_person_is_found_with_their_customer():
    [contact] = search("zoe groess").contacts
    assert contact.customer.number == "10001"


def test_what_changes_is_found_as_it_is_now():
    Customer.objects.filter(number="10002").update(name="Bäckerei Nord")
    assert numbers("baeck") == ["10002"]
    assert numbers("cafe") == []
    Customer.objects.filter(number="10002").delete()
    assert numbers("baeck") == []


def test_a_number_that_fits_exactly_comes_first():
    Customer.objects.create(number="1000", name="Zuletzt", created_at=NOW)
    assert numbers("1000")[0] == "1000"


def test_contracts_and_products_are_found_by_their_beginning():
    contract = Contract(number="V-77", customer=Customer.objects.get(number="10001"), starts_on=date(2026, 1, 1))
    contract.agree(Decimal(1), now=NOW)
    Product.objects.create(code="A1", name="Wartung Plus")
    assert [each.number for each in search("v-7").contracts] == ["V-77"]
    assert [each.code for each in search("wartung").products] == ["A1"]


def test_words_are_cut_as_the_index_cuts_them():
    assert folded("Müller-Groß  & Cie., A_1") == ["mueller", "gross", "cie", "a", "1"]


def test_the_index_is_kept_whatever_migrations_came_later():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("select count(*) from pg_indexes where indexname like 'customers_%%_words'")
            assert cursor.fetchone() == (len(EXPRESSIONS),)
        else:
            cursor.execute(
                "select count(*) from sqlite_master where type = 'trigger' and name like 'customers_%%_words_%%'"
            )
            assert cursor.fetchone() == (3 * len(EXPRESSIONS),)
