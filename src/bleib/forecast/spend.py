"""Gamma-Gamma: what somebody spends per purchase, between what they spent and what everybody spends.

Source: Fader & Hardie (2013), "The Gamma-Gamma Model of Monetary Value".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from scipy.special import digamma, gammaln

from bleib.forecast.maximise import maximise
from bleib.forecast.protocol import FEWEST, Array, CannotFit, Fit
from bleib.history.tables import to_arrow
from bleib.kernel.errors import UsageError

NAMES = ("p", "q", "v")
STARTS = ((3.0, 3.0, 1.0), (6.0, 4.0, 0.5), (1.0, 2.0, 1.0), (10.0, 10.0, 1.0))
COLUMNS = ("frequency", "spend")


@dataclass(frozen=True)
class GammaGamma:
    """Estimator of the Gamma-Gamma."""

    def fit(self, table: Any) -> FittedSpend:
        """Columns frequency (repeat purchases) and spend (their mean amount); who lacks one is left out.

        Refunds can make a mean negative: the model knows positive amounts only. Raises CannotFit below 10 customers.
        """
        frequency, spend = _columns(table)
        used = (frequency > 0) & (spend > 0)
        x, m = frequency[used], spend[used]
        if len(x) < FEWEST:
            raise CannotFit(f"{len(x)} customers bought again for an amount above 0; the spend model needs {FEWEST}.")
        unit = float(np.average(m, weights=x))
        found = maximise(
            lambda parameters: _likelihood(x, m / unit, parameters), names=NAMES, starts=STARTS, customers=len(x)
        )
        return FittedSpend(_unscaled(found, unit))


def _likelihood(x: Array, m: Array, parameters: Array) -> tuple[float, Array]:
    """Log-likelihood and its gradient by p, q, v."""
    p, q, v = parameters
    total = np.log(x * m + v)
    value = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * np.log(v)
    value = value + (p * x - 1) * np.log(m) + p * x * np.log(x) - (p * x + q) * total
    both = digamma(p * x + q)
    by_p = x @ (both - digamma(p * x) + np.log(m) + np.log(x) - total)
    by_q = np.sum(both - digamma(q) + np.log(v) - total)
    by_v = np.sum(q / v - (p * x + q) / (x * m + v))
    return float(value.sum()), np.array([by_p, by_q, by_v])


def _unscaled(found: Fit, unit: float) -> Fit:
    error = found.standard_errors["v"]
    return Fit(
        parameters={**found.parameters, "v": found.parameters["v"] * unit},
        standard_errors={**found.standard_errors, "v": None if error is None else error * unit},
        log_likelihood=found.log_likelihood - found.customers * float(np.log(unit)),
        customers=found.customers,
        steadied=found.steadied,
        covariance=found.covariance,
    )


@dataclass(frozen=True)
class FittedSpend:
    """A fitted Gamma-Gamma."""

    fit: Fit

    @property
    def mean(self) -> float | None:
        """Mean amount of a purchase over all customers, p v / (q - 1); None where it has no bound (q of 1 or less)."""
        p, q, v = self.fit.parameters.values()
        return p * v / (q - 1) if q > 1 else None

    def spend(self, table: Any) -> Array:
        """Expected amount of each customer's next purchase. Columns frequency and spend; who has none gets the mean."""
        frequency, spend = _columns(table)
        p, q, v = self.fit.parameters.values()
        known = (frequency > 0) & (spend > 0)
        shape = p * frequency + q - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = p * (v + frequency * spend) / shape
        return np.where(known & (shape > 0), expected, np.nan if self.mean is None else self.mean)

    def draw(self, table: Any, purchases: Array, *, seed: int = 0) -> Array:
        """What so many `purchases` of each customer may amount to: one possible sum each, drawn at random."""
        frequency, spend = _columns(table)
        p, q, v = self.fit.parameters.values()
        known = (frequency > 0) & (spend > 0)
        generator = np.random.default_rng(seed)
        shape, rate = np.where(known, p * frequency + q, q), np.where(known, v + frequency * spend, v)
        own = generator.gamma(shape) / rate
        amounts = generator.gamma(np.where(purchases > 0, p * purchases, 1.0)) / np.maximum(own, 1e-300)
        return np.where(purchases > 0, amounts, 0.0)


def _columns(table: Any) -> tuple[Array, Array]:
    arrow = to_arrow(table)
    lacking = [name for name in COLUMNS if name not in arrow.column_names]
    if lacking:
        raise UsageError(f"The table lacks the column {', '.join(lacking)}. Needed are {' and '.join(COLUMNS)}.")
    frequency, spend = (arrow.column(name).cast(pa.float64()).to_numpy().astype(np.float64) for name in COLUMNS)
    return frequency, np.nan_to_num(spend)
