"""sBG and BdW: how long contracts are renewed, from how many of a cohort were left after each term.

Sources: Fader & Hardie (2007), "How to Project Customer Retention", Journal of Interactive Marketing 21(1), 76-90;
Fader, Hardie, Liu, Davin & Steenburgh (2018), same title revisited, JIM 43, 1-16 (the BdW, with duration dependence c).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from scipy.special import betaln, digamma

from bleib.forecast.maximise import maximise
from bleib.forecast.protocol import FEWEST, Array, CannotFit, Fit
from bleib.history.tables import to_arrow
from bleib.kernel.errors import UsageError

COLUMNS = ("term", "lost", "censored")
STARTS = ((1.0, 2.0, 1.0), (0.5, 1.0, 1.0), (1.0, 10.0, 1.0), (0.7, 3.0, 1.5))


@dataclass(frozen=True)
class SBG:
    """Estimator of the shifted beta-geometric: each customer renews with an own, unchanging probability."""

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta")

    def fit(self, table: Any) -> FittedRenewal:
        """Columns term (1, 2 ...), lost (not renewed then), censored (running on then, and not seen later).

        Raises CannotFit below 10 contracts or where none was lost.
        """
        term, lost, censored = _columns(table)
        contracts = int(lost.sum() + censored.sum())
        if contracts < FEWEST:
            raise CannotFit(f"{contracts} contracts are too few for a forecast; it needs {FEWEST}.")
        if not lost.sum():
            raise CannotFit("No contract has ended yet: nothing says how many are renewed.")

        def likelihood(parameters: Array) -> tuple[float, Array]:
            return _likelihood(term, lost, censored, parameters=parameters)

        starts = [start[: len(self.names)] for start in STARTS]
        return FittedRenewal(maximise(likelihood, names=self.names, starts=starts, customers=contracts))


@dataclass(frozen=True)
class BDW(SBG):
    """Estimator of the beta-discrete-Weibull: the probability to renew also changes with time (c above 1: it falls)."""

    names: ClassVar[tuple[str, ...]] = ("alpha", "beta", "c")


def _likelihood(term: Array, lost: Array, censored: Array, *, parameters: Array) -> tuple[float, Array]:
    """Log-likelihood and its gradient by alpha, beta and, if there is one, c."""
    alpha, beta = parameters[:2]
    c = parameters[2] if len(parameters) == 3 else 1.0
    before, after = _survival(term - 1, alpha, beta, c=c), _survival(term, alpha, beta, c=c)
    gone = -np.expm1(np.minimum(after[0] - before[0], -1e-300))
    value = float(lost @ (before[0] + np.log(np.maximum(gone, 1e-300))) + censored @ after[0])
    ratio = np.exp(after[0] - before[0])
    # d log(S1 - S2) = (S1 dlog S1 - S2 dlog S2) / (S1 - S2)
    by = (before[1] - ratio * after[1]) / np.maximum(gone, 1e-300)
    return value, (by @ lost + after[1] @ censored)[: len(parameters)]


def _survival(term: Array, alpha: float, beta: float, *, c: float) -> tuple[Array, Array]:
    """log B(alpha, beta + t^c) / B(alpha, beta), and its derivatives by alpha, beta, c as three rows."""
    power = term**c
    log = betaln(alpha, beta + power) - betaln(alpha, beta)
    total, own = digamma(alpha + beta + power), digamma(beta + power)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_c = np.where(term > 0, (own - total) * power * np.log(term), 0.0)
    by_alpha = digamma(alpha + beta) - total
    return log, np.array([by_alpha, own - total - digamma(beta) + digamma(alpha + beta), by_c])


@dataclass(frozen=True)
class FittedRenewal:
    """A fitted sBG or BdW."""

    fit: Fit

    def survival(self, terms: Any) -> Array:
        """Share of contracts that run on after so many terms (0: all of them)."""
        alpha, beta, c = (*self.fit.parameters.values(), 1.0)[:3]
        times = np.atleast_1d(np.asarray(terms, dtype=np.float64))
        return np.exp(_survival(times, alpha, beta, c=c)[0])

    def renewed(self, terms: Any, horizon: float) -> Array:
        """Probability that a contract which ran for so many terms runs on after `horizon` more."""
        times = np.atleast_1d(np.asarray(terms, dtype=np.float64))
        return self.survival(times + horizon) / self.survival(times)


def _columns(table: Any) -> tuple[Array, Array, Array]:
    arrow = to_arrow(table)
    lacking = [name for name in COLUMNS if name not in arrow.column_names]
    if lacking:
        raise UsageError(f"The table lacks the column {', '.join(lacking)}. Needed are {', '.join(COLUMNS)}.")
    term, lost, censored = (arrow.column(name).cast(pa.float64()).to_numpy().astype(np.float64) for name in COLUMNS)
    if not ((term >= 1) & (term % 1 == 0) & (lost >= 0) & (censored >= 0)).all():
        raise UsageError("term is a whole number from 1 on; lost and censored count contracts and are not negative.")
    return term, lost, censored
