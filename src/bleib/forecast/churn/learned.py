"""A churn model that was learned: chances with intervals, and what weighs most for one customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.special import expit

from bleib.forecast.card import ModelCard
from bleib.forecast.churn.calibrate import Calibration
from bleib.forecast.churn.drivers import Driver, strongest
from bleib.forecast.churn.learners import LEARNERS, LOGISTIC, Estimator, balance, log_odds, weights
from bleib.forecast.churn.matrix import Matrix
from bleib.forecast.churn.slices import Examples
from bleib.forecast.measures import Array, Labels, Z

REFITS = 20
# More of them make the refits slower and the interval no better: its width is scaled to the real number.
REFIT_CUSTOMERS = 10_000


@dataclass(frozen=True)
class Learned:
    """Immutable. `refits`: the same model from other samples of the customers; how they differ is the interval."""

    card: ModelCard
    matrix: Matrix
    estimator: Estimator
    calibration: Calibration
    refits: tuple[Estimator, ...]
    refit_share: float

    def chance(self, features: pa.Table) -> Array:
        """Probability of leaving, a row each."""
        return self.calibration.chance(self._raw(self.matrix.of(features)))

    def interval(self, features: pa.Table) -> tuple[Array, Array]:
        """Low and high end of the 95 % interval of that probability.

        It holds that other customers would have taught another model (refits on bootstrap samples of customers) and
        that calibrating had few customers; not that customers may behave differently from now on.
        """
        rows = self.matrix.of(features)
        raw = self._raw(rows)
        others = [log_odds(each, rows, kind=self.card.kind) for each in self.refits]
        spread = np.var(others, axis=0, ddof=1) * self.refit_share * self.calibration.slope**2
        far = Z * np.sqrt(spread + self.calibration.variance_at(raw))
        middle = self.calibration.log_odds(raw)
        return np.asarray(expit(middle - far)), np.asarray(expit(middle + far))

    def drivers(self, features: pa.Table, *, top: int) -> Iterator[tuple[Driver, ...]]:
        """For each row the features that move its chance furthest from that of a usual customer."""
        rows = self.matrix.of(features)
        names = [each.name for each in self.matrix.columns]
        return strongest(self._effects(rows), names, top=top)

    def _effects(self, rows: Array) -> Array:
        """What each column adds to the log-odds: as a coefficient says, or by putting the usual value in its place."""
        if self.card.kind == LOGISTIC:
            return np.asarray(np.nan_to_num(rows) * weights(self.estimator) * self.calibration.slope)
        whole = self._raw(rows)
        effects = np.zeros(rows.shape)
        for place in range(rows.shape[1]):
            usual = rows.copy()
            usual[:, place] = 0.0
            effects[:, place] = whole - self._raw(usual)
        return effects * self.calibration.slope

    def _raw(self, rows: Array) -> Array:
        return log_odds(self.estimator, rows, kind=self.card.kind)


def refits(learned_from: Examples, rows: Array, *, kind: str) -> tuple[tuple[Estimator, ...], float]:
    """Models of bootstrap samples of customers, and by how much their variance is larger than with all customers."""
    _, customer = np.unique(learned_from.customers.astype(str), return_inverse=True)
    order = np.argsort(customer, kind="stable")
    counts = np.bincount(customer)
    begin = np.concatenate([[0], np.cumsum(counts)])
    size = min(len(counts), REFIT_CUSTOMERS)
    weight = balance(learned_from)
    generator = np.random.default_rng(0)
    found = []
    for _ in range(REFITS):
        drawn = generator.integers(0, len(counts), size)
        picked = order[_ranges(begin[drawn], counts[drawn])]
        left = learned_from.left[picked]
        if 0 < left.sum() < len(left):
            found.append(LEARNERS[kind](rows[picked], left, weight[picked]))
    return tuple(found), size / len(counts)


def _ranges(begin: Labels, counts: Labels) -> Labels:
    """begin[0], begin[0] + 1 ... for counts[0] of them, then the same from begin[1] on."""
    ends = np.cumsum(counts)
    return np.asarray(np.arange(ends[-1]) + np.repeat(begin - (ends - counts), counts))
