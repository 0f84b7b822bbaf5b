"""The forecast of all customers at one day: `run(past, as_of=...)`, what the command line and the pages call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.card import ModelCard
from bleib.forecast.churn import Forecaster, Slice, train
from bleib.forecast.churn.slices import is_contractual
from bleib.forecast.costs import Costs
from bleib.forecast.features import features, purchases
from bleib.forecast.future.coming import coming_of, past_error
from bleib.forecast.future.expected import Asked, Future, Terms, expect, lorenz, pareto_share
from bleib.forecast.gaps import about, without_gaps
from bleib.forecast.lifetime import Total
from bleib.forecast.measures import Array
from bleib.forecast.models import Models
from bleib.forecast.purchases import purchase_table
from bleib.forecast.slicing import learning_days, slice_at
from bleib.forecast.words import Remark
from bleib.history.past import Past

__all__ = ["Forecasts", "chances_of", "few", "known_at", "learning_days", "run", "slice_at"]

# For the trend: the same model asked of what was known so many days earlier.
BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Forecasts:
    """What `run` found.

    `table`: a row per customer with a purchase before `as_of` or a running contract: customer, contractual, leave,
    leave_low, leave_high (chance of leaving within the horizon, 95 % interval), leave_before (30 days earlier),
    no_order (with a contract: the chance of no order within the horizon), orders, revenue (expected within the
    horizon), value, value_low, value_high (margin over three years, discounted). Null where nothing can be said;
    `remarks` say why. `revenue`: expected of all, with its 95 % interval; `pareto_share`: what the best 20 % of the
    customers bring of it; `lorenz`: the best 0, 5 ... 100 %.
    """

    as_of: date
    horizon: int
    table: pa.Table
    models: Models
    remarks: tuple[Remark, ...]
    revenue: Total
    pareto_share: float | None
    lorenz: tuple[float, ...]
    features: pa.Table

    @property
    def forecaster(self) -> Forecaster:
        return self.models.forecaster

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        """One per kind of customer, the one that learned from most first; none where nothing can be said."""
        return self.forecaster.cards

    @property
    def card(self) -> ModelCard | None:
        return self.cards[0] if self.cards else None

    def drivers(self, *, top: int = 3) -> pa.Table:
        """What weighs most for each customer: customer, rank (1 ...), feature, effect (log-odds; above 0: to leave)."""
        names = self.features.column("customer").to_pylist()
        rows = [
            (name, rank, each.feature, each.effect)
            for name, found in zip(names, self.forecaster.drivers(self.features, top=top), strict=True)
            for rank, each in enumerate(found, start=1)
        ]
        types = {"customer": pa.string(), "rank": pa.int64(), "feature": pa.string(), "effect": pa.float64()}
        columns = list(zip(*rows, strict=True)) or [(), (), (), ()]
        return pa.table([pa.array(c, t) for c, t in zip(columns, types.values(), strict=True)], names=list(types))


def run(
    past: Past, *, as_of: date, horizon: int = 90, costs: Costs | None = None, discount: float = 0.12,
    learn_from: Past | None = None,
) -> Forecasts:  # fmt: skip
    """Learn from earlier days, judge, and forecast everybody as known at the beginning of `as_of`.

    Only outcomes known before `as_of` are learned from. Thin data are no error: see `Forecasts.remarks`.
    `costs.margin` is the share of revenue that value counts. `learn_from`: the same past, of some of the customers:
    of very many a part teaches as much.
    """
    learned = learn_from or past
    days = learning_days(past.first_day or as_of, as_of, horizon=horizon)
    now = known_at(past, as_of, horizon)
    slices, gaps = without_gaps([slice_at(learned, day, horizon=horizon) for day in days], horizon=horizon, now=now)
    forecaster = train([*slices, Slice(as_of, now)], horizon=horizon, made_on=as_of)
    chances = chances_of(forecaster, now)
    bought = _bought(past, now, as_of)
    model, unsaid = coming_of(bought)
    terms = Terms(horizon, margin=costs.margin if costs else 1.0, discount=discount)
    asked = _asked(chances, now, bought)
    future = expect(asked, terms, coming=model, drift=_drift(forecaster, slices, horizon))
    before = _before(forecaster, known_at(past, as_of - BEFORE, horizon), now)
    some = (
        [Remark("learned_from_some", {"customers": forecaster.cards[0].customers})]
        if learn_from and forecaster.cards
        else []
    )
    said = (*about(past, now, days, as_of=as_of, horizon=horizon), *gaps, *forecaster.remarks, *unsaid, *some)
    return Forecasts(
        as_of, horizon, _table(now, {**chances, "leave_before": before}, future),
        Models(forecaster, model, terms, future.rate),
        remarks=tuple(each for place, each in enumerate(said) if each not in said[:place]),
        revenue=future.total, pareto_share=pareto_share(future.revenue),
        lorenz=lorenz(future.revenue), features=now,
    )  # fmt: skip


def few(past: Past, models: Models, *, as_of: date) -> tuple[pa.Table, pa.Table]:
    """Of the customers of a past of a few: the table as in `Forecasts`, without leave_before, and their features.

    `models` learned from everybody, perhaps days ago; what they are asked about is known at the beginning of `as_of`.
    """
    known = known_at(past, as_of, models.terms.horizon)
    chances = chances_of(models.forecaster, known)
    asked = _asked(chances, known, _bought(past, known, as_of))
    return _table(known, chances, expect(asked, models.terms, coming=models.coming, rate=models.rate)), known


def known_at(past: Past, day: date, horizon: int) -> pa.Table:
    """Features of everybody who has bought or has a running contract."""
    known = features(past.at(day), as_of=day, horizon=horizon)
    bought = known.column("orders").cast(pa.float64()).fill_null(0.0).to_numpy() > 0
    return known.filter(pa.array(bought | is_contractual(known)))


def chances_of(forecaster: Forecaster, now: pa.Table) -> dict[str, Array]:
    """leave, leave_low, leave_high and no_order (see `Forecasts`) of customers with these features."""
    low, high = forecaster.interval(now)
    return {
        "leave": forecaster.chance(now), "leave_low": low, "leave_high": high, "no_order": forecaster.no_order(now),
    }  # fmt: skip


def _before(forecaster: Forecaster, earlier: pa.Table, now: pa.Table) -> Array:
    """The chance that the same model gives to what was known then; not a number for who was no customer yet."""
    chances = dict(zip(earlier.column("customer").to_pylist(), forecaster.chance(earlier).tolist(), strict=True))
    return np.array([chances.get(each, np.nan) for each in now.column("customer").to_pylist()])


def _bought(past: Past, now: pa.Table, as_of: date) -> pa.Table:
    """Purchases of the customers in `now`, in their order; not a number for who never bought."""
    exact = purchases(past.at(as_of), as_of=as_of)
    places = pc.index_in(now.column("customer"), value_set=exact.column("customer").combine_chunks())
    return purchase_table(exact.take(places.combine_chunks()))


def _asked(chances: dict[str, Array], now: pa.Table, bought: pa.Table) -> Asked:
    leave, low, high = (chances[name] for name in ("leave", "leave_low", "leave_high"))
    return Asked(
        bought, leave, low, high, contractual=is_contractual(now), monthly=np.nan_to_num(_numbers(now, "mrr")),
        until=_numbers(now, "days_to_contract_end"), no_order=chances["no_order"],
    )  # fmt: skip


def _drift(forecaster: Forecaster, slices: Sequence[Slice], horizon: int) -> float:
    """How far sums were off on earlier days: as the churn model measured it, else by the purchase model."""
    part = forecaster.buying
    if part is not None and part.card.drift is not None:
        return part.card.drift
    earlier = [each.features.join(each.outcomes, "customer", right_suffix="_later") for each in slices if each.outcomes]
    return past_error([(each, _numbers(each, "orders_later")) for each in earlier], horizon)


def _table(now: pa.Table, chances: dict[str, Array], future: Future) -> pa.Table:
    columns = {
        **chances, "orders": future.orders, "revenue": future.revenue, "value": future.value,
        "value_low": future.value_low, "value_high": future.value_high,
    }  # fmt: skip
    numbers = {name: pa.array(values, pa.float64(), from_pandas=True) for name, values in columns.items()}
    return pa.table({"customer": now.column("customer"), "contractual": pa.array(is_contractual(now)), **numbers})


def _numbers(table: pa.Table, name: str) -> Array:
    return np.asarray(table.column(name).cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
