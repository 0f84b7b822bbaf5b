"""The forecast as it would have been made at one earlier day, beside what happened then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from bleib.forecast.backtest.cases import yearly
from bleib.forecast.backtest.judging import Origin
from bleib.forecast.churn import Forecaster, Slice, train
from bleib.forecast.churn.slices import examples, is_contractual
from bleib.forecast.gaps import without_gaps
from bleib.forecast.measures import Flags
from bleib.forecast.slicing import learning_days, slice_at
from bleib.forecast.words import Remark
from bleib.history.engine import Engine
from bleib.history.past import Past

# What rules may ask of a forecast.
OUTLOOK = (
    "customer", "contractual", "leave", "leave_low", "leave_high", "leave_before", "orders", "revenue", "value",
    "at_risk",
)  # fmt: skip


class Lights(Protocol):
    """Which light each customer showed at a day: customer, light, and since when if that is known.

    It may say `segments` as well, see `cases.Cases`.
    `outlook` holds what was forecast at that day, in the columns of OUTLOOK; null is what a backtest does not ask for.
    """

    def __call__(self, engine: Engine, as_of: date, *, outlook: pa.Table) -> pa.Table: ...


@dataclass
class Slices:
    """A past looked at on several days; each is looked at once: what one origin judges, a later one learns from."""

    past: Past
    horizon: int
    first_day: date
    _kept: dict[date, Slice] = field(default_factory=dict)

    def at(self, day: date) -> Slice:
        if day not in self._kept:
            self._kept[day] = slice_at(self.past, day, horizon=self.horizon)
        return self._kept[day]

    def days_before(self, as_of: date) -> list[date]:
        """The days that a forecast of `as_of` learns from: what came of them was known by then."""
        days = learning_days(self.first_day, as_of, horizon=self.horizon)
        return [day for day in days if day + timedelta(days=self.horizon) <= as_of]


@dataclass(frozen=True)
class Tried:
    """One origin: its `cases` (see `cases`), by what they were judged, and what had to be left out."""

    cases: pa.Table
    origin: Origin
    remarks: tuple[Remark, ...]


def tried(day: date, known: Slices, lights: Lights | None) -> Tried:
    """Learn from what was known before `day`, forecast it, and hold that against what is known by now."""
    days = known.days_before(day)
    (*learned, now), said = without_gaps([known.at(each) for each in (*days, day)], horizon=known.horizon)
    forecaster = train([*learned, Slice(day, now.features)], horizon=known.horizon)
    forecast = _forecast(forecaster, now, _base_rates(learned))
    judged = _ended(forecast, now)
    judged = judged.append_column("as_of", pa.array([day] * judged.num_rows, pa.date32()))
    if lights is not None:
        shown = lights(known.past.at(day), day, outlook=_outlook(forecaster, forecast))
        wanted = [name for name in ("customer", "light", "since", "segments") if name in shown.column_names]
        judged = judged.join(shown.select(wanted), "customer", use_threads=False)
    models = {card.contractual: card.kind for card in forecaster.cards}
    return Tried(judged.rename_columns({"leave": "chance"}), Origin(day, models, len(learned)), tuple(said))


def _forecast(forecaster: Forecaster, now: Slice, rates: dict[bool, float]) -> pa.Table:
    """The features with contractual, leave, base_rate and yearly; leave is null where no model says anything."""
    table, contractual = now.features, is_contractual(now.features)
    names = [name for name in table.column_names if name not in ("contractual", "leave", "base_rate", "yearly")]
    added = {
        "contractual": pa.array(contractual),
        "leave": pa.array(forecaster.chance(table), from_pandas=True),
        "base_rate": pa.array([rates[bool(each)] for each in contractual], pa.float64()),
        "yearly": yearly(table),
    }
    return pa.table({name: table.column(name) for name in names} | added)


def _outlook(forecaster: Forecaster, forecast: pa.Table) -> pa.Table:
    low, high = forecaster.interval(forecast)
    at_risk = pc.multiply(forecast.column("leave"), forecast.column("yearly"))
    known = {"leave_low": pa.array(low, from_pandas=True), "leave_high": pa.array(high, from_pandas=True)}
    columns = {name: forecast.column(name) for name in ("customer", "contractual", "leave")} | known
    unknown = {name: pa.nulls(forecast.num_rows, pa.float64()) for name in OUTLOOK if name not in columns}
    return pa.table({**columns, **unknown, "at_risk": at_risk}).select(OUTLOOK)


def _ended(forecast: pa.Table, now: Slice) -> pa.Table:
    """With what came of it: everybody forecast who was active. To foresee that nobody comes back is no art."""
    assert now.outcomes is not None
    known = now.outcomes.select(["customer", "left", "left_on"])
    judged = forecast.join(known, "customer", join_type="inner", use_threads=False)
    return judged.filter(pc.is_valid(pc.field("leave")) & pc.is_valid(pc.field("left")))


def _base_rates(learned: Sequence[Slice]) -> dict[bool, float]:
    """What share of those learned from left, by contractual or not: what one would say without knowing anybody."""
    known = examples(learned)
    contractual = is_contractual(known.table)
    return {kind: _rate(known.left[contractual == kind]) for kind in (False, True)}


def _rate(left: Flags) -> float:
    return float(left.mean()) if len(left) else 0.5
