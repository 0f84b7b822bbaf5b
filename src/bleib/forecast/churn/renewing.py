"""Too few contracts to learn from features: how often such contracts ended, and what is usual before one knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from scipy.special import betaincinv

from bleib.forecast.card import UNMEASURED, ModelCard
from bleib.forecast.churn.drivers import Driver
from bleib.forecast.churn.learn import facts
from bleib.forecast.churn.slices import Examples
from bleib.forecast.measures import Array, Labels
from bleib.forecast.words import Remark

NOTICE, ENDS, RUNS = 0, 1, 2
# The feature that puts a contract into its group.
GROUPS = ("notice_running", "days_to_contract_end", "running_contracts")
# What is assumed before any contract ended: who gave notice leaves, who has to renew mostly does, who is bound stays.
USUAL = np.array([0.9, 0.15, 0.02])
# Assumed with the weight of so many contracts.
STRENGTH = 5.0


@dataclass(frozen=True)
class Renewing:
    """How many `left` and `stayed`: of contracts under notice, of those that end within the horizon, of the rest."""

    card: ModelCard
    left: Array
    stayed: Array

    def chance(self, features: pa.Table) -> Array:
        """Probability that no contract runs at the end of the horizon, a row each."""
        share: Array = self.left / (self.left + self.stayed)
        return np.asarray(share[self._groups(features)])

    def interval(self, features: pa.Table) -> tuple[Array, Array]:
        """95 % interval of that share (of its beta distribution)."""
        low, high = (betaincinv(self.left, self.stayed, end) for end in (0.025, 0.975))
        groups = self._groups(features)
        return np.asarray(low[groups]), np.asarray(high[groups])

    def drivers(self, features: pa.Table, *, top: int) -> Iterator[tuple[Driver, ...]]:
        """The group, against that of contracts that run on."""
        odds = np.log(self.left / self.stayed)
        for group in self._groups(features):
            effect = float(odds[group] - odds[RUNS])
            yield (Driver(GROUPS[group], effect),) if group != RUNS and top else ()

    def _groups(self, features: pa.Table) -> Labels:
        return groups(features, horizon=self.card.horizon)


def renewing(known: Examples, *, horizon: int, made_on: date, because: Remark) -> Renewing:
    """From contracts of which it is `known` whether they were renewed; none is enough, and says what is usual."""
    group = groups(known.table, horizon=horizon)
    left = USUAL * STRENGTH + np.bincount(group[known.left], minlength=3)
    stayed = (1 - USUAL) * STRENGTH + np.bincount(group[~known.left], minlength=3)
    at = facts(known, horizon=horizon, made_on=made_on) if len(known) else {
        "span": (made_on, made_on), "slices": 0, "customers": 0, "examples": 0, "left": 0,
        "horizon": horizon, "made_on": made_on,
    }  # fmt: skip
    card = ModelCard(
        kind="contracts", contractual=True, out_of_time=False, chosen_because=because,
        quality=UNMEASURED, baseline=UNMEASURED, calibration=(), **at,
    )  # fmt: skip
    return Renewing(card, left, stayed)


def groups(features: pa.Table, *, horizon: int) -> Labels:
    """NOTICE, ENDS or RUNS for each row; what is unknown speaks for running on."""
    notice = _numbers(features, "notice_running") > 0
    ends = _numbers(features, "days_to_contract_end") < horizon
    return np.where(notice, NOTICE, np.where(ends, ENDS, RUNS))


def _numbers(features: pa.Table, name: str) -> Array:
    if name not in features.column_names:
        return np.full(features.num_rows, np.nan)
    return np.asarray(features.column(name).cast("float64").to_numpy(zero_copy_only=False), dtype=np.float64)
