"""Candidates judged on customers they have not seen, and the simpler one taken unless the gain exceeds the noise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from bleib.forecast.card import Quality
from bleib.forecast.churn.calibrate import Calibration, calibrate
from bleib.forecast.churn.folds import Folds
from bleib.forecast.churn.learners import BOOSTING, LEARNERS, LEAVERS_FOR_TREES, LOGISTIC, balance, log_odds
from bleib.forecast.churn.matrix import matrix
from bleib.forecast.churn.slices import Examples
from bleib.forecast.measures import Array, Flags, Measure, Z, auc, auc_gain, brier, lift
from bleib.forecast.words import Remark


@dataclass(frozen=True)
class Judged:
    """`seen`: the examples that were judged, unseen by the model; `raw`: log-odds of each of them, by candidate."""

    seen: Examples
    raw: Mapping[str, Array]

    def calibration(self, kind: str) -> Calibration:
        return calibrate(self.raw[kind], self.seen.left, self.seen.days)

    def chance(self, kind: str) -> Array:
        return self.calibration(kind).chance(self.raw[kind])

    def quality(self, kind: str) -> Quality:
        return quality(self.chance(kind), self.seen)

    def drift(self, kind: str) -> float | None:
        """How far the number that stayed was off, by dates and before calibrating; see ModelCard.drift."""
        expected, stayed = expit(-self.raw[kind]), ~self.seen.left
        squares = []
        for day in np.unique(self.seen.days):
            now = self.seen.days == day
            if stayed[now].any():
                off = float(np.log(stayed[now].sum() / expected[now].sum()))
                squares.append(off**2 - self.seen.left[now].mean() / stayed[now].sum())
        return float(np.sqrt(max(np.mean(squares), 0.0))) if squares else None

    def choose(self) -> tuple[str, Remark]:
        """The candidate to take, and why."""
        if BOOSTING not in self.raw:
            return LOGISTIC, Remark("few_leavers", {"left": self.seen.leavers, "needed": LEAVERS_FOR_TREES})
        new, old, left = self.raw[BOOSTING], self.raw[LOGISTIC], self.seen.left
        gain = by_date(lambda now: auc_gain(new[now], old[now], left[now]), self.seen.days)
        if gain is None or gain.error is None:
            return LOGISTIC, Remark("few_leavers", {"left": self.seen.leavers, "needed": LEAVERS_FOR_TREES})
        said = {"gain": round(gain.value, 4), "noise": round(Z * gain.error, 4)}
        if gain.above_noise:
            return BOOSTING, Remark("trees_are_better", said)
        return LOGISTIC, Remark("simpler_is_as_good", said)


def quality(chance: Array, seen: Examples) -> Quality:
    """AUC, Brier score and lift at 10 %: means over the dates, because customers are compared on one day."""
    left = seen.left
    return Quality(
        by_date(lambda now: auc(chance[now], left[now]), seen.days),
        by_date(lambda now: brier(chance[now], left[now]), seen.days),
        by_date(lambda now: lift(chance[now], left[now]), seen.days),
    )


def by_date(measured: Callable[[Flags], Measure | None], days: Array) -> Measure | None:
    """The mean over the dates on which something can be measured."""
    each = [found for day in np.unique(days) if (found := measured(days == day)) is not None]
    if not each:
        return None
    errors = [found.error for found in each if found.error is not None]
    error = float(np.sqrt(np.sum(np.square(errors)))) / len(each) if len(errors) == len(each) else None
    return Measure(float(np.mean([found.value for found in each])), error)


def judge(of: Examples, over: Folds) -> Judged:
    """Every candidate learns each fold anew, the scale of the columns included."""
    kinds = [LOGISTIC, *([BOOSTING] if of.leavers >= LEAVERS_FOR_TREES else [])]
    parts: dict[str, list[Array]] = {kind: [] for kind in kinds}
    for fold in over.folds:
        learn = of.where(fold.learn)
        numbers = matrix(learn)
        known, asked = numbers.of(learn.table), numbers.of(of.table.filter(fold.judge))
        for kind in kinds:
            parts[kind].append(log_odds(LEARNERS[kind](known, learn.left, balance(learn)), asked, kind=kind))
    return Judged(_stacked(of, over), {kind: np.concatenate(each) for kind, each in parts.items()})


def _stacked(of: Examples, over: Folds) -> Examples:
    """The judged rows in the order of the folds."""
    order = np.concatenate([np.flatnonzero(fold.judge) for fold in over.folds])
    return Examples(of.table.take(order), of.left[order], of.days[order], of.customers[order])
