"""BG/NBD and MBG/NBD: customers buy at random until, after some purchase, they drop out.

BG/NBD: nobody drops out before the first repeat purchase, so whoever bought once counts as alive for ever.
MBG/NBD lets customers drop out right after the first purchase, too. `first` is 0 or 1: the number of chances to drop
out that lie before the first repeat purchase; everything else is the same.
Sources: Fader, Hardie & Lee (2005), Marketing Science 24(2), 275-284; Batislam, Denizel & Filiztekin (2007), IJRM
24(3), 201-209; Hoppe & Wagner (2007), Marketing JRM 3(2), 75-90.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import betaln, digamma, gammaln, hyp2f1

from bleib.forecast.cells import Cells, cells, customers
from bleib.forecast.maximise import maximise, summed
from bleib.forecast.protocol import Array, Fit
from bleib.forecast.scale import unit_of, unscaled

NAMES = ("r", "alpha", "a", "b")
# Moderate ones first: they are where the weak prior of small data lies.
STARTS = ((1.0, 5.0, 1.0, 3.0), (0.3, 3.0, 0.5, 1.5), (2.0, 10.0, 0.2, 5.0), (0.5, 1.0, 3.0, 20.0))
NEXT_TO_ONE = 1e-6
# Beyond it everybody drops out with nearly the same probability; its beta is a normal distribution, and the published
# formula is infinity times zero.
ALIKE = 100.0
HERMITE = hermegauss(8)


@dataclass(frozen=True)
class BGNBD:
    """Estimator of the BG/NBD."""

    first: ClassVar[int] = 0

    def fit(self, table: Any) -> FittedDropout:
        """Columns frequency, recency, age. Raises CannotFit and UsageError (see `cells`)."""
        merged = cells(table)
        unit = unit_of(merged)
        scaled = merged.scaled(unit)
        found = maximise(
            _Terms.of(scaled, first=self.first).likelihood,
            rough=_Terms.of(scaled.coarse(), first=self.first).likelihood,
            names=NAMES,
            starts=STARTS,
            customers=merged.customers,
        )
        return FittedDropout(unscaled(found, unit, merged, times=("alpha",)), first=self.first)


@dataclass(frozen=True)
class MBGNBD(BGNBD):
    """Estimator of the MBG/NBD."""

    first: ClassVar[int] = 1


@dataclass(frozen=True)
class _Terms:
    """The data as the likelihood wants them: what depends on frequency alone is computed once per frequency."""

    counts: Array
    place: np.ndarray[Any, np.dtype[np.intp]]
    weight: Array
    per_count: Array
    age: Array
    recency: Array
    repeats: np.ndarray[Any, np.dtype[np.bool_]]
    first: int

    @classmethod
    def of(cls, merged: Cells, *, first: int) -> _Terms:
        counts, place = np.unique(merged.frequency, return_inverse=True)
        per_count = np.bincount(place, weights=merged.weight).astype(np.float64)
        may_be_gone = (merged.frequency + first) > 0
        return cls(counts, place, merged.weight, per_count, merged.age, merged.recency, may_be_gone, first)

    def likelihood(self, parameters: Array) -> tuple[float, Array]:
        """Log-likelihood of all customers and its gradient by r, alpha, a, b."""
        r, alpha, a, b = parameters
        x, n, w = self.counts, self.counts + self.first, self.per_count
        by_count = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + gammaln(b + n) - gammaln(b)
        by_count += gammaln(a + b) - gammaln(a + b + n)
        log_age, log_recency = np.log(alpha + self.age), np.log(alpha + self.recency)
        times = (r + x)[self.place]
        chance = np.full(len(x), -np.inf)
        np.log(a / (b + n - 1), where=n > 0, out=chance)
        gone_over_alive = chance[self.place] + times * (log_age - log_recency)
        # One exponential gives both log(1 + e^x) and e^x / (1 + e^x).
        small = np.exp(-np.abs(gone_over_alive))
        each = np.maximum(gone_over_alive, 0.0) + np.log1p(small) - times * log_age
        value = summed(w, by_count) + summed(self.weight, each)
        gone = np.where(gone_over_alive > 0, 1.0, small) / (1 + small) * self.weight
        alive = self.weight - gone
        gone_by_count = np.bincount(self.place, weights=gone, minlength=len(x)).astype(np.float64)
        by_r = summed(w, digamma(r + x) - digamma(r) + np.log(alpha)) - summed(alive, log_age)
        by_r -= summed(gone, log_recency)
        by_alpha = w.sum() * r / alpha
        by_alpha -= summed(times * alive, 1 / (alpha + self.age)) + summed(times * gone, 1 / (alpha + self.recency))
        both = digamma(a + b) - digamma(a + b + n)
        by_a = summed(w, both) + gone.sum() / a
        by_b = summed(w, both + digamma(b + n) - digamma(b)) - summed(gone_by_count[n > 0], 1 / (b + n[n > 0] - 1))
        return value, np.array([by_r, by_alpha, by_a, by_b])


@dataclass(frozen=True)
class FittedDropout:
    """A fitted BG/NBD or MBG/NBD. Tables: frequency, recency, age; answers are arrays in their order."""

    fit: Fit
    first: int

    @property
    def _parameters(self) -> tuple[float, float, float, float]:
        r, alpha, a, b = self.fit.parameters.values()
        return r, alpha, a, b

    def alive(self, table: Any) -> Array:
        """Probability of not having dropped out. Decide nothing by it: in the BG/NBD one-time buyers always get 1."""
        asked = customers(table)
        r, alpha, a, b = self._parameters
        n = asked.frequency + self.first
        odds = np.zeros(len(n))
        some = n > 0
        exponent = (r + asked.frequency) * (np.log(alpha + asked.age) - np.log(alpha + asked.recency))
        odds[some] = np.exp(np.minimum(np.log(a / (b + n[some] - 1)) + exponent[some], 700))
        return np.asarray(1 / (1 + odds))

    def purchases(self, table: Any, horizon: float) -> Array:
        """Expected number of purchases in the `horizon` after each customer's age, in the table's unit of time."""
        asked = customers(table)
        r, alpha, a, b = self._parameters
        n = asked.frequency + self.first
        if_alive = _expected(r + asked.frequency, alpha + asked.age, a=a, b=b + n, horizon=horizon)
        return self.alive(table) * if_alive

    def chance(self, table: Any, horizon: float) -> Array:
        """Probability of at least one purchase in the `horizon` after each customer's age."""
        asked = customers(table)
        r, alpha, _a, _b = self._parameters
        none = ((alpha + asked.age) / (alpha + asked.age + horizon)) ** (r + asked.frequency)
        return self.alive(table) * (1 - none)

    def expected(self, time: Any) -> Array:
        """Expected number of repeat purchases of a new customer in the `time` after the first one."""
        r, alpha, a, b = self._parameters
        times = np.atleast_1d(np.asarray(time, dtype=np.float64))
        shape, rate = np.full(len(times), r), np.full(len(times), alpha)
        survived_first = b / (a + b) if self.first else 1.0
        start = np.full(len(times), b + self.first)
        return survived_first * _expected(shape, rate, a=a, b=start, horizon=times)

    def distribution(self, time: float, up_to: int) -> Array:
        """P(0), P(1) ... P(up_to) repeat purchases of a new customer in the `time` after the first one."""
        r, alpha, a, b = self._parameters
        x = np.arange(up_to + 1)
        n = x + self.first
        log_poisson = gammaln(r + x) - gammaln(r) - gammaln(x + 1) + r * np.log(alpha / (alpha + time))
        arrivals = np.exp(log_poisson + x * np.log(time / (alpha + time)))
        fewer = np.concatenate([[0.0], np.cumsum(arrivals)[:-1]])
        stayed = np.exp(betaln(a, b + n) - betaln(a, b)) * arrivals
        left = np.where(n > 0, np.exp(betaln(a + 1, np.maximum(b + n - 1, 1e-300)) - betaln(a, b)), 0.0)
        return np.asarray(stayed + left * np.maximum(1 - fewer, 0.0))

    def draw(self, table: Any, horizon: float, *, seed: int = 0, alive: Array | None = None) -> Array:
        """One possible future of each customer: the number of purchases in the `horizon`, drawn at random.

        `alive`: the probability of not having dropped out, where somebody knows better than this model.
        """
        asked = customers(table)
        r, alpha, a, b = self._parameters
        generator = np.random.default_rng(seed)
        stays = generator.random(len(asked.age)) < (self.alive(table) if alive is None else alive)
        rate = generator.gamma(r + asked.frequency) / (alpha + asked.age)
        drop = generator.beta(a, b + asked.frequency + self.first)
        arrivals = generator.poisson(rate * horizon)
        until_drop = generator.geometric(np.maximum(drop, 1e-12))
        return np.where(stays, np.minimum(arrivals, until_drop), 0).astype(np.float64)


def _expected(shape: Array, rate: Array, *, a: float, b: Array, horizon: Any) -> Array:
    """Expected purchases of somebody alive, whose rate is Gamma(shape, rate) and whose drop-out Beta(a, b).

    Euler's transformation of the published formula: its parameters stay small however much somebody bought. Both models
    share it, because whoever is alive faces the next drop-out only after the next purchase.
    """
    if a > ALIKE:
        return _expected_alike(shape, rate, a=a, b=b, horizon=horizon)
    away = a - 1 if abs(a - 1) > NEXT_TO_ONE else NEXT_TO_ONE  # at 1 the formula is 0 / 0; nearby it is as good
    total = a + b
    time = np.asarray(horizon, dtype=np.float64)
    left = rate / (rate + time)
    series = hyp2f1(total - 1 - shape, away, total - 1, 1 - left)
    return np.asarray((total - 1) / away * (1 - left**away * series))


def _expected_alike(shape: Array, rate: Array, *, a: float, b: Array, horizon: Any) -> Array:
    """The same by quadrature over the probability p to drop out, of
    (1 - (rate / (rate + p t))^shape) / p."""
    mean = a / (a + b)
    deviation = np.sqrt(mean * (1 - mean) / (a + b + 1))
    total = np.zeros(np.broadcast(shape, rate, b).shape)
    for node, weight in zip(*HERMITE, strict=True):
        p = mean + node * deviation
        total += weight / np.sqrt(2 * np.pi) * -np.expm1(-shape * np.log1p(p * horizon / rate)) / p
    return total
