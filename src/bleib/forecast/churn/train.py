"""From slices to a forecaster: by features where customers are many, by purchases or contracts where they are few."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from bleib.forecast.churn.buying import buying
from bleib.forecast.churn.forecaster import Forecaster, Part
from bleib.forecast.churn.learn import FEWEST_CUSTOMERS, FEWEST_OF_A_KIND, enough, learn
from bleib.forecast.churn.renewing import renewing
from bleib.forecast.churn.slices import Examples, Slice, examples, is_contractual
from bleib.forecast.protocol import CannotFit
from bleib.forecast.words import NoForecast, Remark
from bleib.kernel.errors import UsageError


def train(slices: Sequence[Slice], *, horizon: int, made_on: date | None = None) -> Forecaster:
    """Learn who leaves within `horizon` days from customers at several dates.

    A slice without outcomes says who the customers are now; only the fallbacks read it. Data that say too little are
    no error: the forecaster's `remarks` say why some customers get no forecast. Raises UsageError without any slice.
    """
    if not slices:
        raise UsageError("A forecast learns from customers at one date at least; there is none.")
    newest = max(slices, key=lambda each: each.as_of)
    today = made_on or newest.as_of + timedelta(days=horizon if newest.outcomes is not None else 0)
    known = examples(slices)
    parts, remarks = [], []
    for contractual in (False, True):
        of = known.where(is_contractual(known.table) == contractual)
        now = newest.features.filter(pa.array(is_contractual(newest.features) == contractual))
        part, remark = _part(of, now, contractual=contractual, horizon=horizon, made_on=today)
        parts.append(part)
        remarks.extend([remark] if remark else [])
    return Forecaster(horizon, parts[0], parts[1], tuple(remarks))


def _part(
    of: Examples, now: pa.Table, *, contractual: bool, horizon: int, made_on: date
) -> tuple[Part | None, Remark | None]:
    """A model, or the sentence that says why there is none; neither where there is nobody to judge."""
    if not len(of) and not now.num_rows:
        return None, None
    because = _too_few(of, contractual=contractual)
    try:
        if enough(of):
            return learn(of, horizon=horizon, contractual=contractual, made_on=made_on), None
    except CannotFit:
        because = Remark("all_alike_contracts" if contractual else "all_alike_purchases")
    try:
        if contractual:
            return renewing(of, horizon=horizon, made_on=made_on, because=because), None
        return buying(now, of, horizon=horizon, made_on=made_on, because=because), None
    except NoForecast as error:
        return None, error.remark
    except CannotFit as error:
        return None, Remark("purchases_say_too_little", {"why": str(error)})


def _too_few(of: Examples, *, contractual: bool) -> Remark:
    said = {
        "customers": len(set(of.customers)), "left": len(set(of.customers[of.left])),
        "needed": FEWEST_CUSTOMERS, "of_a_kind": FEWEST_OF_A_KIND,
    }  # fmt: skip
    return Remark("few_contracts" if contractual else "few_purchases", said)
