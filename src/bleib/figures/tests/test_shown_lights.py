"""Lists know every light, and what customers of each colour brought."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bleib.customers.models import Customer
from bleib.figures import shown_lights
from bleib.figures.api import CustomerFigures, Lit, lit, show_lights
from bleib.lights.api import Colour, Light

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@pytest.fixture
def company():
    """Five customers: red, red, yellow, green, and one without a light."""
    customers = [Customer.objects.create(number=f"{number}", created_at=NOW) for number in range(5)]
    for each in customers:
        CustomerFigures.objects.create(customer=each, orders=1, revenue_year=100)
    for each, colour in zip(customers, ("red", "red", "yellow", "green"), strict=False):
        turn(each, colour)
    return customers


def turn(customer: Customer, colour: str) -> None:
    said = {"colour": colour, "judged": colour, "since": TODAY, "changed_on": TODAY, "changed_at": NOW, "as_of": TODAY}
    Light.objects.update_or_create(customer=customer, defaults=said)


def ranks() -> list[int | None]:
    return list(CustomerFigures.objects.order_by("customer").values_list("light", flat=True))


def test_everybody_is_copied_batch_by_batch(company, monkeypatch):
    monkeypatch.setattr(shown_lights, "BATCH", 2)
    assert show_lights(None) == 4
    assert ranks() == [3, 3, 2, 1, None]
    assert show_lights(None) == 0


def test_only_those_who_were_named_are_copied(company):
    assert show_lights([company[0].pk, company[4].pk]) == 1
    assert ranks() == [3, None, None, None, None]


def test_a_light_that_went_out_goes_from_the_list(company):
    show_lights(None)
    Light.objects.filter(customer=company[0]).delete()
    assert show_lights([company[0].pk]) == 1
    assert ranks()[0] is None


def test_what_customers_of_a_colour_brought_stands_by_it(company, django_user_model):
    show_lights(None)
    assert lit()[Colour.RED] == Lit(2, Decimal(200))
    assert list(lit()) == [Colour.RED, Colour.YELLOW, Colour.GREEN]
    assert lit(owner=7)[Colour.RED] == Lit(0, None)
