"""Former customers who buy again."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils.translation import override

from bleib.customers.models import Standing
from bleib.customers.tests.test_appearing import orders, standings, tell
from bleib.history.api import NewFact, append_pending, record
from bleib.history.undo import undo

__all__ = ["orders"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LEFT = datetime(2024, 12, 31, 12, 30, 0, 500_000, tzinfo=UTC)
AGAIN = datetime(2025, 4, 4, 22, tzinfo=UTC)  # the 5th in Berlin


@pytest.fixture
def former(customer):
    """Number 10, a customer until the end of 2024."""
    found = customer("10")
    Standing.objects.create(customer=found, kind="customer", since=datetime(2020, 1, 1, tzinfo=UTC), until=LEFT)
    Standing.objects.create(customer=found, kind="former", since=LEFT)
    return found


def test_the_next_purchase_makes_a_customer_again_and_says_why(former, orders, now):
    orders()
    tell(now)
    assert [kind for kind, _, _ in standings("10")] == ["customer", "former", "customer"]
    with override("de"):
        assert Standing.objects.get(customer=former, until=None).reason == "hat wieder gekauft"
    assert Standing.objects.get(kind="former").until == Standing.objects.get(until=None, customer=former).since == AGAIN


def test_orders_from_before_change_nothing(former, orders, now):
    orders("Kundennummer;Rechnungsnr;Rechnungsdatum;Artikelnr;Menge;Betrag\n10;R1;05.03.2024;A1;1;100,00\n")
    tell(now)
    assert [kind for kind, _, until in standings("10") if until is None] == ["former"]


def test_without_that_purchase_they_are_former_again(former, orders, home, now):
    number = orders()
    tell(now)
    undo(home, number, now=now)
    tell(now)
    assert Standing.objects.get(customer=former, until=None).since == LEFT


def test_an_earlier_purchase_that_comes_later_moves_the_return(former, orders, now):
    orders()
    tell(now)
    earlier = LEFT + timedelta(days=3)
    with transaction.atomic():
        record([NewFact("order", "10", earlier, "L9", amount=Decimal(5), ref="R9")], now=now)
    append_pending(now=now)
    tell(now)
    assert Standing.objects.get(customer=former, until=None).since.date() == earlier.date()
    assert Standing.objects.filter(customer=former).count() == 3
