"""Too few customers to learn from features: who will not buy again, by the purchase model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from scipy.special import expit, logit

from bleib.forecast.card import UNMEASURED, ModelCard, Quality
from bleib.forecast.churn.calibrate import Calibration, calibrate
from bleib.forecast.churn.drivers import Driver, strongest
from bleib.forecast.churn.judging import quality
from bleib.forecast.churn.learn import facts
from bleib.forecast.churn.slices import Examples
from bleib.forecast.dropout import BGNBD, FittedDropout
from bleib.forecast.lifetime import with_parameters
from bleib.forecast.measures import Array, Bin, Z, calibration
from bleib.forecast.protocol import CannotFit
from bleib.forecast.purchases import purchase_table, takes_part
from bleib.forecast.words import Remark

DRAWS = 100
TINY = 1e-6
# What the last purchase and the number of purchases are called among the features.
DRIVERS = ("days_since_order", "orders")


@dataclass(frozen=True)
class Buying:
    """The chance of no purchase within `horizon` days, by a BG/NBD."""

    card: ModelCard
    model: FittedDropout
    calibration: Calibration

    def chance(self, features: pa.Table) -> Array:
        """Probability of leaving, a row each; not a number for who never bought."""
        return self.calibration.chance(_raw(self.model, features, self.card.horizon))

    def interval(self, features: pa.Table) -> tuple[Array, Array]:
        """95 % interval: the parameters are as uncertain as the data leave them, and so is the calibration."""
        raw = _raw(self.model, features, self.card.horizon)
        drawn = [
            _raw(with_parameters(self.model, each), features, self.card.horizon) for each in self.model.fit.draws(DRAWS)
        ]
        spread = np.var(drawn, axis=0) * self.calibration.slope**2
        far = Z * np.sqrt(spread + self.calibration.variance_at(raw))
        middle = self.calibration.log_odds(raw)
        return np.asarray(expit(middle - far)), np.asarray(expit(middle + far))

    def drivers(self, features: pa.Table, *, top: int) -> Iterator[tuple[Driver, ...]]:
        """What the time since the last purchase adds, against having bought just now; and the number of purchases."""
        raw = _raw(self.model, features, self.card.horizon)
        bought = purchase_table(features)
        known = takes_part(bought)
        effects = np.zeros((features.num_rows, len(DRIVERS)))
        for place, usual in enumerate(_usual(bought.filter(pa.array(known)))):
            effects[known, place] = raw[known] - _leaving(self.model, usual, self.card.horizon)
        return strongest(effects, DRIVERS, top=top)


def buying(now: pa.Table, known: Examples, *, horizon: int, made_on: date, because: Remark) -> Buying:
    """Fitted on the purchases of `now`, judged and calibrated on the newest customers whose outcome is `known`.

    Raises CannotFit where the purchases say too little.
    """
    model = _fitted(now)
    newest = known.where(known.days == known.days.max()) if len(known) else known
    raw = _judged(newest, horizon)
    seen = newest.where(np.isfinite(raw)) if len(raw) else newest
    fitted = calibrate(raw[np.isfinite(raw)], seen.left, seen.days) if len(seen) else Calibration()
    measured, bins = _measured(fitted.chance(raw[np.isfinite(raw)]), seen)
    at = facts(known, horizon=horizon, made_on=made_on) if len(known) else _nothing(now, horizon, made_on)
    card = ModelCard(
        kind="purchases", contractual=False, out_of_time=bool(len(seen)), chosen_because=because,
        quality=measured, baseline=UNMEASURED, calibration=bins, **at,
    )  # fmt: skip
    return Buying(card, model, fitted)


def _fitted(features: pa.Table) -> FittedDropout:
    bought = purchase_table(features)
    return BGNBD().fit(bought.filter(pa.array(takes_part(bought))))


def _judged(newest: Examples, horizon: int) -> Array:
    """Log-odds by a model of the purchases at that time; nobody where it could not be fitted."""
    try:
        return _raw(_fitted(newest.table), newest.table, horizon) if len(newest) else np.zeros(0)
    except CannotFit:
        return np.full(len(newest), np.nan)


def _measured(chance: Array, seen: Examples) -> tuple[Quality, tuple[Bin, ...]]:
    return (quality(chance, seen), calibration(chance, seen.left)) if len(seen) else (UNMEASURED, ())


def _nothing(now: pa.Table, horizon: int, made_on: date) -> dict[str, Any]:
    """What a card says where no outcome is known yet."""
    return {
        "span": (made_on, made_on), "slices": 0, "customers": now.num_rows, "examples": 0, "left": 0,
        "horizon": horizon, "made_on": made_on,
    }  # fmt: skip


def _raw(model: FittedDropout, features: pa.Table, horizon: int) -> Array:
    bought = purchase_table(features)
    known = takes_part(bought)
    raw = np.full(features.num_rows, np.nan)
    raw[known] = _leaving(model, bought.filter(pa.array(known)), horizon)
    return raw


def _leaving(model: FittedDropout, bought: pa.Table, horizon: int) -> Array:
    """Log-odds of no purchase."""
    chance = model.chance(bought, float(horizon)) if bought.num_rows else np.zeros(0)
    return np.asarray(-logit(np.clip(chance, TINY, 1 - TINY)))


def _usual(bought: pa.Table) -> Sequence[pa.Table]:
    """The same customers had they bought today; and had they bought as often as the middle one."""
    frequency, recency, age = (bought.column(name).to_numpy() for name in ("frequency", "recency", "age"))
    today = np.where(frequency > 0, age, 0.0)
    middle = (
        np.where((frequency > 0) & (recency > 0), max(round(float(np.median(frequency))), 1), 0.0) if len(age) else age
    )
    return (
        pa.table({"frequency": frequency, "recency": today, "age": age}),
        pa.table({"frequency": middle, "recency": recency, "age": age}),
    )
