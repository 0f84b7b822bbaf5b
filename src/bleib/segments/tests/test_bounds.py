"""Bounds of an estimate: they hold as often as is said, also where the contacts of a customer are alike."""

from __future__ import annotations

import numpy as np
import pytest

from bleib.customers.models import Contact
from bleib.kernel.intervals import wilson
from bleib.segments.sample import KeptSample
from bleib.segments.tests.story import NOW, ago, customer, happened, order
from bleib.segments.trial import bounds, estimated, whole

SHARE, CUSTOMERS, TIMES = 0.1, 2_000, 1_000


@pytest.mark.parametrize("sizes", [lambda _dice: np.full(CUSTOMERS, 5), lambda dice: dice.geometric(0.2, CUSTOMERS)])
@pytest.mark.parametrize("alike", [True, False])
def test_bounds_hold_95_times_of_100(sizes, alike):
    """Drawn again and again: customers with 5 contacts, or with few and many, who are alike or each by itself."""
    dice, held, naively = np.random.default_rng(7), 0, 0
    for _ in range(TIMES):
        each = sizes(dice)
        count = int(each @ (dice.random(CUSTOMERS) < SHARE)) if alike else dice.binomial(each.sum(), SHARE)
        low, high = bounds(count, int(each.sum()), squares=int(each @ each))
        held += low <= SHARE <= high
        low, high = wilson(count, int(each.sum()))
        naively += low <= SHARE <= high
    assert held / TIMES > 0.935
    assert (naively / TIMES < 0.7) is alike


def test_nobody_asked_is_nothing_known():
    assert bounds(0, 0, squares=0) == (0, 1)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("home")
def test_contacts_of_one_customer_are_one_trial():
    numbers = [f"K{n:02}" for n in range(40)]
    happened(*(order(number, ago(30)) for number in numbers), *(order(number, ago(3)) for number in numbers[::4]))
    known = [{"customer": customer(number), "created_at": NOW} for number in numbers]
    Contact.objects.bulk_create(Contact(last_name=f"L{n}", **each) for each in known for n in range(5))
    kept = KeptSample()
    with kept.held(now=NOW) as sample:
        found = estimated(sample, whole({"field": "orders", "at_least": 2}, "contact"))
    kept.close()
    assert (found.count, found.all) == (50, 200)
    assert (found.estimate.low, found.estimate.high) == tuple(round(200 * bound) for bound in wilson(10, 40))
