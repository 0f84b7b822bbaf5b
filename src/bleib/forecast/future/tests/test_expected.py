"""What customers will bring: orders, contracts, value and the share of the best."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from bleib.forecast.future.coming import coming, past_error
from bleib.forecast.future.expected import Asked, Terms, expect, lorenz, pareto_share

TERMS = Terms(horizon=90, discount=0.0, years=1.0)


def bought(customers: int, *, seed: int = 0) -> pa.Table:
    generator = np.random.default_rng(seed)
    age = generator.integers(200, 700, customers).astype(float)
    frequency = generator.poisson(generator.gamma(2, 3, customers)).astype(float)
    recency = np.where(frequency > 0, np.maximum(np.round(age * generator.beta(4, 1, customers)), 1), 0.0)
    spend = np.where(frequency > 0, generator.gamma(5, 40, customers), np.nan)
    return pa.table({"frequency": frequency, "recency": recency, "age": age, "spend": spend})


def asked(table: pa.Table, leave, **more) -> Asked:
    rows = table.num_rows
    leave = np.broadcast_to(np.asarray(leave, dtype=float), rows)
    nothing = {"contractual": np.zeros(rows, bool), "monthly": np.zeros(rows), "until": np.full(rows, np.nan)}
    return Asked(table, leave, leave * 0.9, np.minimum(leave * 1.1, 1), **(nothing | more))


def contracts(leave, *, monthly=100.0, until=np.nan) -> Asked:
    """Customers with a contract who never ordered."""
    rows = np.size(leave)
    nobody = pa.table(dict.fromkeys(("frequency", "recency", "age", "spend"), np.full(rows, np.nan)))
    parts = {"monthly": np.full(rows, monthly), "until": np.full(rows, until)}
    return asked(nobody, leave, contractual=np.ones(rows, bool), **parts)


@pytest.mark.slow
def test_who_is_less_likely_to_leave_brings_more():
    table = bought(100)
    likely, unlikely = (expect(asked(table, leave), TERMS, coming=coming(table)) for leave in (0.9, 0.1))
    assert (likely.orders < unlikely.orders).all()
    assert (likely.value < unlikely.value).all()


@pytest.mark.slow
def test_the_total_interval_widens_with_what_was_off_before():
    table = bought(300)
    calm, unsure = (expect(asked(table, 0.4), TERMS, coming=coming(table), drift=drift).total for drift in (0.0, 0.4))
    assert calm.low < calm.expected < calm.high
    assert unsure.high - unsure.low > 2 * (calm.high - calm.low)


def test_a_contract_brings_its_amount_until_it_ends():
    stays, goes, goes_soon = (
        expect(contracts(np.array([leave]), until=until), TERMS, coming=None).revenue[0]
        for leave, until in ((0.0, np.nan), (1.0, np.nan), (1.0, 10))
    )
    assert stays == pytest.approx(100 * 90 / (365.25 / 12))
    assert goes == pytest.approx(stays / 2)
    assert goes_soon == pytest.approx(stays / 9)


def test_a_contract_that_surely_stays_is_worth_its_year():
    sure = expect(contracts(np.zeros(5)), TERMS, coming=None)
    assert sure.value == pytest.approx([1200] * 5)
    assert sure.value_low == pytest.approx([1200] * 5)
    unsure = expect(contracts(np.full(5, 0.3)), TERMS, coming=None)
    assert ((unsure.value_low < unsure.value) & (unsure.value < unsure.value_high)).all()


@pytest.mark.slow
def test_orders_and_contracts_add_up():
    table = bought(100)
    both = {"contractual": np.ones(100, bool), "monthly": np.full(100, 50.0)}
    ordered = expect(asked(table, np.nan), TERMS, coming=coming(table)).revenue
    whole = expect(asked(table, 0.0, **both), TERMS, coming=coming(table)).revenue
    assert whole - ordered == pytest.approx(50 * 90 / (365.25 / 12))


@pytest.mark.slow
def test_orders_beside_a_contract_agree_with_the_chance_of_none():
    table = bought(100)
    both = {"contractual": np.ones(100, bool), "monthly": np.full(100, 50.0)}
    one, other = (
        expect(asked(table, 0.2, no_order=np.full(100, none), **both), TERMS, coming=coming(table)).orders
        for none in (0.25, 0.5)
    )
    assert one == pytest.approx(other * 1.5)


@pytest.mark.slow
def test_discount_and_margin_lower_the_value():
    table = bought(50)
    full, less = (
        expect(asked(table, 0.3), Terms(90, margin=margin, discount=discount), coming=coming(table)).value
        for margin, discount in ((1.0, 0.0), (0.5, 0.1))
    )
    assert (less < full / 2).all()


def test_the_pareto_share_counts_the_best_customers():
    revenue = np.array([80.0, 5, 5, 5, 5, np.nan])
    assert pareto_share(revenue) == pytest.approx(0.8)
    assert lorenz(revenue)[4] == pytest.approx(0.8)
    assert pareto_share(np.array([np.nan])) is None
    assert lorenz(np.zeros(3)) == ()


def test_how_far_sums_were_off_is_measured():
    table = bought(400)
    features = pa.table({name: table[name] for name in ("frequency", "recency", "age", "spend")})
    came = coming(table).model.purchases(table, 90.0)
    assert past_error([(features, came)], 90) == pytest.approx(0, abs=0.01)
    assert past_error([(features, 2 * came)], 90) == pytest.approx(np.log(2), abs=0.01)
    assert past_error([], 90) == 0
