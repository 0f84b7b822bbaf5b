"""A churn model from any table of features: judged out of time, chosen, calibrated, refitted on everything."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from bleib.forecast.card import UNMEASURED, ModelCard
from bleib.forecast.churn.folds import FEWEST, Folds, folds
from bleib.forecast.churn.judging import Judged, judge
from bleib.forecast.churn.learned import Learned, refits
from bleib.forecast.churn.learners import LEARNERS, balance
from bleib.forecast.churn.matrix import matrix
from bleib.forecast.churn.slices import Examples
from bleib.forecast.measures import calibration
from bleib.forecast.words import Remark

# Below this a model of forty features describes accidents; a purchase or contract model has four parameters.
FEWEST_CUSTOMERS, FEWEST_OF_A_KIND = 100, 20


def enough(of: Examples) -> bool:
    """Whether there are enough customers, and enough of those that left and of those that stayed."""
    stayed = len(of) - of.leavers
    return len(set(of.customers)) >= FEWEST_CUSTOMERS and min(of.leavers, stayed) >= FEWEST_OF_A_KIND


def learn(of: Examples, *, horizon: int, contractual: bool, made_on: date) -> Learned:
    """Raises CannotFit where no feature differs between customers."""
    numbers = matrix(of)
    over = folds(of, horizon=horizon)
    judged = judge(of, over)
    kind, because = judged.choose()
    rows = numbers.of(of.table)
    others, share = refits(of, rows, kind=kind)
    return Learned(
        card=ModelCard(
            kind=kind, contractual=contractual, out_of_time=over.out_of_time, chosen_because=because,
            **facts(of, horizon=horizon, made_on=made_on),
            **_judgement(judged, kind) | _proof(over, of),
        ),
        matrix=numbers,
        estimator=LEARNERS[kind](rows, of.left, balance(of)),
        calibration=judged.calibration(kind),
        refits=others,
        refit_share=share,
    )  # fmt: skip


def facts(of: Examples, *, horizon: int, made_on: date) -> dict[str, Any]:
    """What a card says of the examples."""
    days = np.unique(of.days)
    return {
        "span": (date.fromordinal(int(days[0])), date.fromordinal(int(days[-1]))),
        "slices": len(days),
        "customers": len(set(of.customers)),
        "examples": len(of),
        "left": of.leavers,
        "horizon": horizon,
        "made_on": made_on,
    }


def _judgement(judged: Judged, kind: str) -> dict[str, Any]:
    return {
        "quality": judged.quality(kind),
        "baseline": judged.quality("logistic"),
        "drift": judged.drift(kind),
        "calibration": calibration(judged.chance(kind), judged.seen.left),
    }


def _proof(over: Folds, of: Examples) -> dict[str, Any]:
    """Nothing where it is proven; else why not, and no figures where later days could have been judged in principle.

    Other customers of the same days share their season, and are told apart by what came of their own earlier days:
    such figures were up to .96 (AUC) where later days gave .5.
    """
    if over.out_of_time:
        return {}
    if len(np.unique(of.days)) == 1:
        return {"unproven": Remark("judged_on_one_day")}
    unproven = Remark("not_judged_on_later_days", {"needed": FEWEST})
    return {"unproven": unproven, "quality": UNMEASURED, "baseline": UNMEASURED, "calibration": ()}
