"""Sums with intervals, and discounted value."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from bleib import forecast
from bleib.kernel.errors import UsageError

# r, alpha, a, b: buyers of music, and a few business customers who stay.
KINDS = {"consumers": (0.243, 4.414, 0.793, 2.426), "business": (2.0, 10.0, 0.3, 6.0)}


def cohort(kind: str, customers: int, *, seed: int) -> tuple[pa.Table, int]:
    """Simulated customers up to now, and the number of purchases of the 39 weeks that follow."""
    r, alpha, a, b = KINDS[kind]
    generator = np.random.default_rng(seed)
    rows, later = [], 0
    for _ in range(customers):
        age, rate, drop = generator.uniform(12, 39), generator.gamma(r) / alpha, generator.beta(a, b)
        arrivals = np.sort(generator.uniform(0, age + 39, generator.poisson(rate * (age + 39))))
        moments = arrivals[: generator.geometric(max(drop, 1e-9))]
        seen = moments[moments <= age]
        later += len(moments) - len(seen)
        rows.append((float(len(seen)), seen[-1] if len(seen) else 0.0, age))
    return pa.table(dict(zip(("frequency", "recency", "age"), zip(*rows, strict=True), strict=True))), later


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("model", [forecast.MBGNBD(), forecast.ParetoNBD()], ids=lambda model: type(model).__name__)
def test_small_cohorts_always_converge_and_intervals_hold_what_came(kind, model):
    held = []
    for seed in range(40):
        table, later = cohort(kind, 40, seed=seed)
        total = forecast.total_purchases(model.fit(table), table, 39, draws=80, seed=seed)
        held.append(total.low <= later <= total.high)
    assert np.mean(held) >= 0.88


def test_without_discount_value_is_purchases_times_margin(cdnow):
    fitted = forecast.BGNBD().fit(cdnow.table)
    value = forecast.lifetime_value(fitted, cdnow.table, 39, amount=20, margin=0.5, step=4)
    assert value == pytest.approx(fitted.purchases(cdnow.table, 39) * 10)


def test_discount_lowers_what_comes_late(cdnow):
    fitted = forecast.BGNBD().fit(cdnow.table)
    full, discounted = (
        forecast.lifetime_value(fitted, cdnow.table, 104, amount=1, discount=rate, step=52).sum() for rate in (0, 0.1)
    )
    assert full / 1.1**1.5 < discounted < full / 1.1**0.5


@pytest.mark.parametrize("wrong", [{"margin": 1.5}, {"discount": -1}, {"step": 0}])
def test_impossible_values_are_refused(cdnow, wrong):
    fitted = forecast.BGNBD().fit(cdnow.table)
    with pytest.raises(UsageError, match="margin lies in 0 to 1"):
        forecast.lifetime_value(fitted, cdnow.table, 39, **({"amount": 1, "step": 4} | wrong))
