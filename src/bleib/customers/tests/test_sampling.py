"""Some of the customers: about as many as are wanted, of those that there are, in no step with how they came."""

from __future__ import annotations

import pytest

from bleib.customers.models import Customer
from bleib.customers.sampling import sampled

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(now):
    """Two hundred, of whom every second one is Odd, as where two branches write their customers down in turn."""
    rows = [Customer(number=f"{n}", name="Odd" if n % 2 else "Even", created_at=now) for n in range(200)]
    Customer.objects.bulk_create(rows)


def test_about_as_many_as_are_wanted_and_again_the_same(many):
    numbers, everybody = sampled(80)
    assert everybody == 200
    assert 75 <= len(numbers) <= 85
    assert sampled(80) == (numbers, everybody)
    assert len(sampled(500)[0]) == 200


def test_neighbours_are_not_taken_together(many):
    drawn = {int(number) for number in sampled(80)[0]}
    assert not any({n, n + 1, n + 2} <= drawn for n in range(198))


@pytest.mark.parametrize("part", [2, 4, 5])
def test_what_comes_in_turn_has_its_share(many, part):
    numbers, _everybody = sampled(200 // part)
    odd = Customer.objects.filter(number__in=numbers, name="Odd").count()
    assert 0.3 < odd / len(numbers) < 0.7


def test_who_was_merged_or_erased_is_not_among_them(many, now):
    kept = Customer.objects.get(number="0")
    Customer.objects.filter(number__in=["1", "2"]).update(merged_into=kept)
    Customer.objects.filter(number="3").update(number="erased-3")
    numbers, everybody = sampled(500)
    assert everybody == len(numbers) == 197
    assert not {"1", "2", "erased-3"} & set(numbers)
