"""Pareto/NBD: customers buy at random until they leave at a random, unseen moment.

Source: Schmittlein, Morrison & Colombo (1987), Management Science 33(1), 1-24; notation of Fader & Hardie (2005),
"A Note on Deriving the Pareto/NBD Model". The published closed form is a difference of two hypergeometric functions,
which cancel; we integrate over the moment of leaving instead, in a variable in which the integrand hardly bends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import digamma, expit, gammaln, roots_legendre

from bleib.forecast.cells import Cells, cells, customers
from bleib.forecast.maximise import maximise, summed
from bleib.forecast.protocol import Array, Fit
from bleib.forecast.scale import unit_of, unscaled

NAMES = ("r", "alpha", "s", "beta")
STARTS = ((1.0, 10.0, 1.0, 20.0), (0.5, 10.0, 0.5, 10.0), (2.0, 20.0, 0.3, 50.0), (0.7, 3.0, 2.0, 60.0))
TIMES = ("alpha", "beta")
NODES, WEIGHTS = roots_legendre(24)
NODES, WEIGHTS = (NODES + 1) / 2, WEIGHTS / 2
# Towards 1 the integrand over the moment of leaving bends like a logarithm; nodes that crowd there bear it.
CROWDED = 3
LEAVING_NODES, LEAVING_WEIGHTS = 1 - (1 - NODES) ** CROWDED, WEIGHTS * CROWDED * (1 - NODES) ** (CROWDED - 1)
NEXT_TO_ONE = 1e-6
# Cells whose moments of leaving are looked at together: bounds memory at some 25 MB an array.
CHUNK = 131_072


@dataclass(frozen=True)
class ParetoNBD:
    """Estimator of the Pareto/NBD."""

    def fit(self, table: Any) -> FittedPareto:
        """Columns frequency, recency, age. Raises CannotFit and UsageError (see `cells`)."""
        merged = cells(table)
        unit = unit_of(merged)
        scaled = merged.scaled(unit)
        coarse = scaled.coarse()
        found = maximise(
            lambda parameters: _likelihood(scaled, parameters),
            rough=lambda parameters: _likelihood(coarse, parameters),
            names=NAMES,
            starts=STARTS,
            customers=merged.customers,
        )
        return FittedPareto(unscaled(found, unit, merged, times=TIMES))


def _likelihood(data: Cells, parameters: Array) -> tuple[float, Array]:
    """Log-likelihood and its gradient by r, alpha, s, beta."""
    parts = [
        _of_some(Cells(*(column[at : at + CHUNK] for column in columns)), parameters)
        for columns in [(data.frequency, data.recency, data.age, data.weight)]
        for at in range(0, len(data.age), CHUNK)
    ]
    return sum(value for value, _ in parts), np.sum([gradient for _, gradient in parts], axis=0)


def _of_some(data: Cells, parameters: Array) -> tuple[float, Array]:
    r, alpha, s, beta = parameters
    x, w = data.frequency, data.weight
    log_a, log_b = np.log(alpha + data.age), np.log(beta + data.age)
    alive = -(r + x) * log_a - s * log_b
    moments = _Leaving.between(data, r=r, alpha=alpha, s=s, beta=beta)
    known = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    value = summed(w, known + np.logaddexp(alive, moments.log_mass))
    gone = expit(moments.log_mass - alive) * w
    stay = w - gone
    by_r = summed(w, digamma(r + x) - digamma(r) + np.log(alpha)) - summed(stay, log_a)
    by_r -= summed(gone, moments.log_alpha)
    by_alpha = w.sum() * r / alpha - summed(stay * (r + x), 1 / (alpha + data.age))
    by_alpha -= summed(gone * (r + x), moments.per_alpha)
    by_s = w.sum() * np.log(beta) - summed(stay, log_b) + summed(gone, 1 / s - moments.log_beta)
    by_beta = w.sum() * s / beta - s * summed(stay, 1 / (beta + data.age)) - (s + 1) * summed(gone, moments.per_beta)
    return value, np.array([by_r, by_alpha, by_s, by_beta])


@dataclass(frozen=True)
class _Leaving:
    """Having left between the last purchase and today: the logarithm of its mass, and means over that moment u.

    `log_alpha` is the mean of log(alpha + u), `per_alpha` of 1 / (alpha + u); `log_beta`, `per_beta` likewise.
    """

    log_mass: Array
    log_alpha: Array
    per_alpha: Array
    log_beta: Array
    per_beta: Array

    @classmethod
    def between(cls, data: Cells, *, r: float, alpha: float, s: float, beta: float) -> _Leaving:
        """s * integral over u of (alpha + u)^-(r + x) (beta + u)^-(s + 1), with w = (alpha + u)^-k as the variable.

        k is how fast the integrand falls where it does so most slowly: then hardly anything of it bends in w.
        """
        last, today = ((alpha + each) / (beta + each) for each in (data.recency, data.age))
        falls = s * np.minimum(last, today)
        k = r + data.frequency + falls
        ratio = np.log(alpha + data.recency) - np.log(alpha + data.age)
        with np.errstate(under="ignore"):
            shrunk = -np.expm1(np.maximum(k * ratio, -700))  # 1 - w(age) / w(recency)
        drawn = np.log1p(-np.outer(shrunk, LEAVING_NODES))  # log w(u) / w(recency)
        log_u_a = np.log(alpha + data.recency)[:, None] - drawn / k[:, None]
        u = np.exp(log_u_a) - alpha
        log_u_b = np.log(np.maximum(beta + u, 1e-300))
        bend = (1 + falls[:, None]) * log_u_a - (s + 1) * log_u_b
        top = bend.max(axis=1, keepdims=True)
        share = np.exp(bend - top) * LEAVING_WEIGHTS
        total = share.sum(axis=1)
        share /= total[:, None]
        with np.errstate(divide="ignore"):
            log_mass = np.log(s / k) - k * np.log(alpha + data.recency) + np.log(shrunk) + top[:, 0] + np.log(total)
        means = ((share * each).sum(axis=1) for each in (log_u_a, np.exp(-log_u_a), log_u_b, np.exp(-log_u_b)))
        return cls(log_mass, *means)


@dataclass(frozen=True)
class FittedPareto:
    """A fitted Pareto/NBD. Tables have the columns frequency, recency, age; answers are arrays in their order."""

    fit: Fit

    @property
    def _parameters(self) -> tuple[float, float, float, float]:
        r, alpha, s, beta = self.fit.parameters.values()
        return r, alpha, s, beta

    def alive(self, table: Any) -> Array:
        """Probability of not having left yet."""
        asked = customers(table)
        r, alpha, s, beta = self._parameters
        stay = -(r + asked.frequency) * np.log(alpha + asked.age) - s * np.log(beta + asked.age)
        return np.asarray(expit(stay - _Leaving.between(asked, r=r, alpha=alpha, s=s, beta=beta).log_mass))

    def purchases(self, table: Any, horizon: float) -> Array:
        """Expected number of purchases in the `horizon` after each customer's age, in the table's unit of time."""
        asked = customers(table)
        r, alpha, s, beta = self._parameters
        rate = (r + asked.frequency) / (alpha + asked.age)
        return self.alive(table) * rate * _stay(s, beta + asked.age, horizon)

    def chance(self, table: Any, horizon: float) -> Array:
        """Probability of at least one purchase in the `horizon`: buying before leaving and before it is over."""
        asked = customers(table)
        r, alpha, s, beta = self._parameters
        shape, rate, wait = r + asked.frequency, alpha + asked.age, beta + asked.age
        # The first purchase at moment v: its density is shape/(rate + v) x both factors still holding.
        nodes = np.outer(np.ones(len(rate)), NODES) * horizon
        log_held = shape[:, None] * (np.log(rate)[:, None] - np.log(rate[:, None] + nodes))
        log_held += s * (np.log(wait)[:, None] - np.log(wait[:, None] + nodes))
        density = np.exp(log_held) * shape[:, None] / (rate[:, None] + nodes)
        return np.asarray(self.alive(table) * horizon * (density @ WEIGHTS))

    def expected(self, time: Any) -> Array:
        """Expected number of repeat purchases of a new customer in the `time` after the first one."""
        r, alpha, s, beta = self._parameters
        times = np.atleast_1d(np.asarray(time, dtype=np.float64))
        return r / alpha * _stay(s, np.full(len(times), beta), times)

    def distribution(self, time: float, up_to: int) -> Array:
        """P(0), P(1) ... P(up_to) repeat purchases of a new customer in the `time` after the first one."""
        r, alpha, s, beta = self._parameters
        x = np.arange(up_to + 1)[:, None]
        known = gammaln(r + x) - gammaln(r) - gammaln(x + 1)

        def arrivals(until: Array) -> Array:
            return np.asarray(np.exp(known + r * np.log(alpha / (alpha + until)) + x * np.log(until / (alpha + until))))

        stayed = arrivals(np.array([time]))[:, 0] * (beta / (beta + time)) ** s
        # Left at u: evenly in the share that stays, in which the density of leaving is constant.
        least = (beta / (beta + time)) ** s
        share = least + (1 - least) * _FINE[0]
        left = arrivals(beta * (share ** (-1 / s) - 1)) @ (_FINE[1] * (1 - least))
        return np.asarray(stayed + left)

    def draw(self, table: Any, horizon: float, *, seed: int = 0) -> Array:
        """One possible future of each customer: the number of purchases in the `horizon`, drawn at random."""
        asked = customers(table)
        r, alpha, s, beta = self._parameters
        generator = np.random.default_rng(seed)
        alive = generator.random(len(asked.age)) < self.alive(table)
        rate = generator.gamma(r + asked.frequency) / (alpha + asked.age)
        leaving = np.maximum(generator.gamma(s, size=len(asked.age)), 1e-300) / (beta + asked.age)
        stays = np.minimum(generator.exponential(size=len(asked.age)) / leaving, horizon)
        return np.where(alive, generator.poisson(rate * stays), 0).astype(np.float64)


_FINE = tuple((each + shift) / 2 for each, shift in zip(roots_legendre(96), (1, 0), strict=True))


def _stay(s: float, wait: Array, horizon: Any) -> Array:
    """Expected time of staying within the `horizon`, of somebody whose rate of leaving is Gamma(s, wait)."""
    away = s - 1 if abs(s - 1) > NEXT_TO_ONE else NEXT_TO_ONE  # at 1 the formula is 0 / 0; nearby it is as good
    left = np.log(wait) - np.log(wait + np.asarray(horizon, dtype=np.float64))
    return np.asarray(wait * -np.expm1(away * left) / away)
