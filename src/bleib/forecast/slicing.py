"""From which earlier days a forecast learns, and what was known on them."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from bleib.forecast.churn.slices import Slice, is_contractual
from bleib.forecast.features import features, outcomes
from bleib.forecast.measures import Flags
from bleib.history.past import Past

# Days learned from. More of them are older ones, which say less about today and take as long.
MOST = 6
# The least history before a day that is learned from; with less, everybody is new.
LEAST_DAYS = 60
# Whoever bought nothing for so long and has no contract is gone already: to learn that teaches nothing else.
ACTIVE_DAYS = 365


def learning_days(first_day: date, as_of: date, *, horizon: int) -> tuple[date, ...]:
    """Oldest first: a horizon apart, so that each is judged by earlier ones, and what came of the last is known."""
    days = (as_of - timedelta(days=horizon * place) for place in range(MOST, 0, -1))
    return tuple(day for day in days if (day - first_day).days >= LEAST_DAYS)


def slice_at(past: Past, day: date, *, horizon: int) -> Slice:
    """Features as known at the beginning of `day`; outcomes as known `horizon` days later.

    Outcomes are those of active customers: with a purchase in the 365 days before, or a running contract.
    """
    known = features(past.at(day), as_of=day, horizon=horizon)
    active = known.filter(pa.array(is_active(known)))
    later = past.at(day + timedelta(days=horizon))
    return Slice(day, known, outcomes(later, as_of=day, horizon=horizon, customers=active))


def is_active(known: pa.Table) -> Flags:
    """With a purchase in the last ACTIVE_DAYS, or a running contract."""
    since = known.column("days_since_order").cast(pa.float64()).to_numpy(zero_copy_only=False)
    with np.errstate(invalid="ignore"):
        return np.asarray(is_contractual(known) | (since <= ACTIVE_DAYS))
