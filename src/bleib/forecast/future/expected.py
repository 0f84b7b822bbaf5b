"""What customers are expected to bring: orders and revenue within the horizon, value over years, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bleib.forecast.future.coming import Coming
from bleib.forecast.future.drawing import DRAWS, draw_amounts
from bleib.forecast.future.renewals import Renewals
from bleib.forecast.lifetime import HIGH, LOW, Total, lifetime_value
from bleib.forecast.measures import Array, Flags
from bleib.forecast.purchases import takes_part

YEAR = 365.25
# The best of how many customers the Pareto share is of.
TOP = 0.2
# Points of the Lorenz curve.
STEPS = 20


@dataclass(frozen=True)
class Terms:
    """Orders and revenue count for `horizon` days; value: `margin` of revenue over `years`, less `discount` a year."""

    horizon: int
    margin: float = 1.0
    discount: float = 0.12
    years: float = 3.0


@dataclass(frozen=True)
class Asked:
    """A row per customer: `bought` (see `purchases.purchase_table`), chance to `leave`, whether `contractual`.

    `monthly` is what running contracts bring a month, `until` the days to their earliest agreed end. `no_order`: of who
    has a contract the chance of no order, where it is known.
    """

    bought: pa.Table
    leave: Array
    leave_low: Array
    leave_high: Array
    contractual: Flags
    monthly: Array
    until: Array
    no_order: Array | None = None

    @property
    def silent(self) -> Array:
        """The chance that no order comes; not a number where only the purchase model says."""
        of_contracts = np.full(len(self.leave), np.nan) if self.no_order is None else self.no_order
        return np.where(self.contractual, of_contracts, self.leave)


@dataclass(frozen=True)
class Future:
    """Arrays with one number per customer; not a number where nothing can be said. `rate`: see `Renewals`."""

    orders: Array
    revenue: Array
    value: Array
    value_low: Array
    value_high: Array
    total: Total
    rate: float | None


def expect(
    asked: Asked, terms: Terms, *, coming: Coming | None, drift: float = 0.0, rate: float | None = None
) -> Future:
    """Orders by the purchase model, in agreement with the chance to leave; contracts by that chance; both add up.

    `drift`: how far sums were off on earlier days (see `coming.past_error`); it widens the interval of the total.
    `rate`: that of all contracts, where only some customers are asked.
    """
    contracts = Renewals(asked.leave, asked.leave_low, asked.leave_high, asked.monthly, asked.until, rate)
    under = asked.contractual & np.isfinite(asked.leave) & (asked.monthly > 0)
    future = _nothing(len(asked.leave))
    totals = np.zeros(DRAWS)
    if coming is not None:
        totals = totals + _orders(future, asked, terms, coming=coming) * _off(drift)
    if under.any():
        totals = totals + _renewals(future, contracts, under, terms=terms)
    low, high = np.percentile(totals, [LOW, HIGH])
    expected = float(np.nansum(future["revenue"]))
    total = Total(expected, min(float(low), expected), max(float(high), expected))
    return Future(**future, total=total, rate=contracts.where(under).usual if under.any() else rate)


def pareto_share(revenue: Array, *, top: float = TOP) -> float | None:
    """Share of all expected revenue that the best `top` of the customers bring; None without any."""
    known = np.sort(revenue[np.isfinite(revenue)])[::-1]
    best = int(np.ceil(top * len(known)))
    return float(known[:best].sum() / known.sum()) if known.sum() > 0 else None


def lorenz(revenue: Array) -> tuple[float, ...]:
    """Share of the expected revenue that the best 0, 5, 10 ... 100 % of the customers bring."""
    known = np.sort(revenue[np.isfinite(revenue)])[::-1]
    if not known.sum() > 0:
        return ()
    reached = np.concatenate([[0.0], np.cumsum(known)]) / known.sum()
    return tuple(
        float(each) for each in np.interp(np.linspace(0, len(known), STEPS + 1), np.arange(len(reached)), reached)
    )


def _orders(future: dict[str, Array], asked: Asked, terms: Terms, *, coming: Coming) -> Array:
    """Fill in what orders bring; the total of the horizon in each draw."""
    known = takes_part(asked.bought)
    bought = asked.bought.filter(pa.array(known))
    leave = asked.silent[known]
    horizon, years = float(terms.horizon), terms.years * YEAR
    agree = coming.agreeing(bought, horizon, leave)
    amount = coming.amount(bought)
    orders = coming.model.purchases(bought, horizon) * agree
    value = agree * lifetime_value(
        coming.model, bought, years, amount=amount, margin=terms.margin, discount=terms.discount, step=YEAR
    )
    drawn = draw_amounts(coming, bought, years, agree=agree)
    undiscounted = np.maximum(coming.model.purchases(bought, years) * amount * agree, 1e-12)
    future["orders"][known], future["revenue"][known], future["value"][known] = orders, orders * amount, value
    future["value_low"][known] = np.minimum(drawn.low * value / undiscounted, value)
    future["value_high"][known] = np.maximum(drawn.high * value / undiscounted, value)
    return draw_amounts(coming, bought, horizon, agree=agree).totals


def _renewals(future: dict[str, Array], contracts: Renewals, under: Flags, *, terms: Terms) -> Array:
    """Add what contracts bring to what orders bring."""
    some = contracts.where(under)
    value, low, high = some.value(terms.horizon, years=terms.years, discount=terms.discount)
    additions = {"revenue": some.revenue(terms.horizon)}
    additions |= {"value": value * terms.margin, "value_low": low * terms.margin, "value_high": high * terms.margin}
    for name, added in additions.items():
        future[name][under] = np.nan_to_num(future[name][under]) + added
    return some.draw(terms.horizon, draws=DRAWS)


def _nothing(rows: int) -> dict[str, Array]:
    return {name: np.full(rows, np.nan) for name in ("orders", "revenue", "value", "value_low", "value_high")}


def _off(drift: float) -> Array:
    return np.asarray(np.exp(np.random.default_rng(1).normal(0.0, drift, DRAWS)))
