"""BG/BB: customers who can buy once in each period (a fair, a season, a yearly appeal), until they leave.

Source: Fader, Hardie & Shang (2010), Marketing Science 29(6), 1086-1108.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaln, digamma, gammaln

from bleib.forecast.cells import Cells, cells, customers
from bleib.forecast.maximise import maximise
from bleib.forecast.protocol import Array, Fit
from bleib.kernel.errors import UsageError

NAMES = ("alpha", "beta", "gamma", "delta")
STARTS = ((1.0, 1.0, 1.0, 3.0), (0.5, 0.5, 0.5, 2.0), (2.0, 2.0, 0.3, 3.0), (1.0, 3.0, 2.0, 10.0))


@dataclass(frozen=True)
class BGBB:
    """Estimator of the BG/BB."""

    def fit(self, table: Any) -> FittedChances:
        """Columns frequency, recency (period of the last purchase), age (periods there were), whole numbers."""
        merged = cells(table)
        _check(merged)
        paths = _Paths.of(merged)
        return FittedChances(maximise(paths.likelihood, names=NAMES, starts=STARTS, customers=merged.customers))


def _check(asked: Cells) -> None:
    whole = (asked.recency % 1 == 0) & (asked.age % 1 == 0)
    if not (whole & (asked.frequency <= asked.recency)).all():
        raise UsageError(
            "recency and age count periods here, and in each there is one purchase at most: whole numbers, with "
            "frequency up to recency. For purchases at any time take BGNBD or ParetoNBD."
        )


@dataclass(frozen=True)
class _Paths:
    """Every way to a cell: having stayed to the end, or having left after each period since the last purchase.

    One row per way: periods in which one could buy and did not (`missed`), periods stayed (`stayed`), `left` 0 or 1.
    """

    cell: np.ndarray[Any, np.dtype[np.intp]]
    bought: Array
    missed: Array
    stayed: Array
    left: Array
    weight: Array

    @classmethod
    def of(cls, merged: Cells) -> _Paths:
        ways = (merged.age - merged.recency).astype(np.intp) + 1
        cell = np.repeat(np.arange(len(ways)), ways)
        after = np.arange(len(cell)) - np.repeat(np.cumsum(ways) - ways, ways)
        stayed = merged.recency[cell] + after
        left = (stayed < merged.age[cell]).astype(np.float64)
        bought = merged.frequency[cell]
        return cls(cell, bought, stayed - bought, stayed, left, merged.weight)

    def logs(self, parameters: Array) -> Array:
        """Log-probability of each way."""
        alpha, beta, gamma, delta = parameters
        buying = betaln(alpha + self.bought, beta + self.missed) - betaln(alpha, beta)
        return np.asarray(buying + betaln(gamma + self.left, delta + self.stayed) - betaln(gamma, delta))

    def likelihood(self, parameters: Array) -> tuple[float, Array]:
        """Log-likelihood and its gradient by alpha, beta, gamma, delta."""
        alpha, beta, gamma, delta = parameters
        logs = self.logs(parameters)
        begin = np.flatnonzero(np.diff(self.cell, prepend=-1))
        top = np.maximum.reduceat(logs, begin)
        parts = np.exp(logs - top[self.cell])
        sums = np.add.reduceat(parts, begin)
        share = parts / sums[self.cell] * self.weight[self.cell]
        value = float(self.weight @ (top + np.log(sums)))
        buy = digamma(alpha + beta) - digamma(alpha + beta + self.bought + self.missed)
        stay = digamma(gamma + delta) - digamma(gamma + delta + self.left + self.stayed)
        gradient = [
            share @ (digamma(alpha + self.bought) - digamma(alpha) + buy),
            share @ (digamma(beta + self.missed) - digamma(beta) + buy),
            share @ (digamma(gamma + self.left) - digamma(gamma) + stay),
            share @ (digamma(delta + self.stayed) - digamma(delta) + stay),
        ]
        return value, np.array(gradient)


@dataclass(frozen=True)
class FittedChances:
    """A fitted BG/BB. Tables have the columns frequency, recency, age in periods; answers are arrays in their order."""

    fit: Fit

    def alive(self, table: Any) -> Array:
        """Probability of still being there in the next period."""
        alpha, beta, gamma, delta = self.fit.parameters.values()
        x, n, stay, whole = self._asked(table)
        stays = betaln(alpha + x, beta + n - x) - betaln(alpha, beta) + betaln(gamma, delta + n + 1) - stay
        return np.asarray(np.exp(stays - whole))

    def purchases(self, table: Any, horizon: float) -> Array:
        """Expected number of purchases in the next `horizon` periods."""
        alpha, beta, gamma, delta = self.fit.parameters.values()
        x, n, stay, whole = self._asked(table)
        buys = betaln(alpha + x + 1, beta + n - x) - betaln(alpha, beta)
        known = np.exp(buys - whole)
        periods = np.arange(1, int(horizon) + 1)
        stays = np.exp(betaln(gamma, delta + n[:, None] + periods) - stay).sum(axis=1)
        return np.asarray(known * stays)

    def chance(self, table: Any, horizon: float) -> Array:
        """Probability of at least one purchase in the next `horizon` periods."""
        alpha, beta, gamma, delta = self.fit.parameters.values()
        x, n, stay, whole = self._asked(table)
        total = np.zeros(len(x))
        for period in range(1, int(horizon) + 1):  # the first purchase falls into this one
            buys = betaln(alpha + x + 1, beta + n - x + period - 1) - betaln(alpha, beta)
            total += np.exp(buys + betaln(gamma, delta + n + period) - stay - whole)
        return total

    def expected(self, time: Any) -> Array:
        """Expected number of purchases of a new customer in the first `time` periods."""
        alpha, beta, gamma, delta = self.fit.parameters.values()
        times = np.atleast_1d(np.asarray(time, dtype=np.float64))
        one = alpha / (alpha + beta)
        sums = [np.exp(betaln(gamma, delta + np.arange(1, int(t) + 1)) - betaln(gamma, delta)).sum() for t in times]
        return one * np.array(sums)

    def distribution(self, time: float, up_to: int) -> Array:
        """P(0), P(1) ... P(up_to) purchases of a new customer in the first `time` periods."""
        alpha, beta, gamma, delta = self.fit.parameters.values()
        n = int(time)
        x = np.arange(up_to + 1)[:, None]
        stayed = np.arange(n + 1)[None, :]
        possible = stayed >= x
        missed = np.where(possible, stayed - x, 0)
        ways = gammaln(stayed + 1) - gammaln(x + 1) - gammaln(missed + 1)
        left = (stayed < n).astype(np.float64)
        logs = ways + betaln(alpha + x, beta + missed) - betaln(alpha, beta)
        logs = logs + betaln(gamma + left, delta + stayed) - betaln(gamma, delta)
        return np.asarray(np.where(possible, np.exp(logs), 0.0).sum(axis=1))

    def draw(self, table: Any, horizon: float, *, seed: int = 0) -> Array:
        """One possible future of each customer: the number of purchases in the next `horizon` periods."""
        alpha, beta, gamma, delta = self.fit.parameters.values()
        asked = customers(table)
        generator = np.random.default_rng(seed)
        there = generator.random(len(asked.age)) < self.alive(table)
        buy = generator.beta(alpha + asked.frequency, beta + asked.age - asked.frequency)
        leave = generator.beta(gamma, delta + asked.age + 1)
        periods = np.minimum(generator.geometric(np.maximum(leave, 1e-12)), int(horizon))
        return np.where(there, generator.binomial(periods, buy), 0).astype(np.float64)

    def _asked(self, table: Any) -> tuple[Array, Array, float, Array]:
        """Purchases, periods, the logarithm that normalises staying, and of what was seen of each customer."""
        asked = customers(table)
        _check(asked)
        _alpha, _beta, gamma, delta = self.fit.parameters.values()
        paths = _Paths.of(asked)
        logs = paths.logs(np.array(list(self.fit.parameters.values())))
        whole = np.logaddexp.reduceat(logs, np.flatnonzero(np.diff(paths.cell, prepend=-1)))
        return asked.frequency, asked.age, float(betaln(gamma, delta)), whole
