"""What customers will still buy: the purchase model, the spend model, and how far both erred before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bleib.forecast.dropout import BGNBD, FittedDropout
from bleib.forecast.measures import Array
from bleib.forecast.protocol import CannotFit
from bleib.forecast.purchases import purchase_table, takes_part
from bleib.forecast.spend import FittedSpend, GammaGamma
from bleib.forecast.words import NoForecast, Remark

# Somebody's mean amount counts as much as this many orders of everybody's mean, where there is no spend model.
EVERYBODY = 2.0
TINY = 1e-12


@dataclass(frozen=True)
class Coming:
    """Fitted on the customers of one day. `spend` None: too few bought again; `mean`: amount of anybody's order."""

    model: FittedDropout
    spend: FittedSpend | None
    mean: float

    def orders(self, bought: pa.Table, horizon: float, *, leave: Array | None = None) -> Array:
        """Expected number of orders in `horizon` days; with `leave` so that it agrees with that chance of none.

        Expected = chance of any x expected number if any: the first is known better than the purchase model says
        where a churn model learned it.
        """
        expected = self.model.purchases(bought, horizon)
        return expected if leave is None else expected * self.agreeing(bought, horizon, leave)

    def agreeing(self, bought: pa.Table, horizon: float, leave: Array) -> Array:
        """What expectations are multiplied with so that they agree with a chance to `leave`; 1 where none is known."""
        any_order = np.maximum(self.model.chance(bought, horizon), TINY)
        return np.where(np.isfinite(leave), (1 - leave) / any_order, 1.0)

    def amount(self, bought: pa.Table) -> Array:
        """Expected amount of the next order of each."""
        if self.spend is not None:
            return self.spend.spend(bought)
        frequency = bought.column("frequency").to_numpy()
        own = np.nan_to_num(bought.column("spend").to_numpy())
        return np.asarray((frequency * own + EVERYBODY * self.mean) / (frequency + EVERYBODY))


def coming(bought: pa.Table) -> Coming:
    """From a table of purchases (see `purchases.purchase_table`). Raises CannotFit where it says too little."""
    known = bought.filter(pa.array(takes_part(bought)))
    model = BGNBD().fit(known)
    amounts, weights = known.column("spend").to_numpy(), known.column("frequency").to_numpy() + 1
    seen = np.isfinite(amounts) & (amounts > 0)
    mean = float(np.average(amounts[seen], weights=weights[seen])) if seen.any() else float("nan")
    return Coming(model, _spend(known), mean)


def coming_of(bought: pa.Table) -> tuple[Coming | None, list[Remark]]:
    """The same; None where the purchases say too little, and why."""
    try:
        return coming(bought), []
    except NoForecast as error:
        return None, [error.remark]
    except CannotFit as error:
        return None, [Remark("purchases_say_too_little", {"why": str(error)})]


def _spend(bought: pa.Table) -> FittedSpend | None:
    """None where there are too few amounts, or where the mean over all customers would have no bound."""
    try:
        fitted = GammaGamma().fit(bought)
    except CannotFit:
        return None
    return fitted if fitted.mean is not None else None


def past_error(earlier: Sequence[tuple[pa.Table, Array]], horizon: float) -> float:
    """How far sums of orders were off before, as a standard deviation of logarithms (0.1: by some 10 %).

    `earlier`: purchases as of earlier days, and how many orders each customer then made within `horizon`. What chance
    and parameters explain is in the interval already; this adds seasons and trends, of which the model knows nothing.
    """
    errors = []
    for features, orders in earlier:
        bought = purchase_table(features)
        known = takes_part(bought)
        came = float(np.nansum(orders[known]))
        try:
            expected = float(coming(bought).model.purchases(bought.filter(pa.array(known)), horizon).sum())
        except CannotFit:
            continue
        if came > 0 and expected > 0:
            errors.append(np.log(came / expected) ** 2 - 1 / came)
    return float(np.sqrt(max(np.mean(errors), 0.0))) if errors else 0.0
