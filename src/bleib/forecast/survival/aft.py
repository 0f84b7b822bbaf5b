"""AFT (accelerated failure time): what makes contracts last longer, as a factor of their duration.

Weibull or log-normal, whichever explains the data better. Unlike Cox it knows what comes after the longest duration
seen. Source: Wei (1992), Statistics in Medicine 11, 1871-1879.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.special import ndtr

from bleib.forecast.measures import Array
from bleib.forecast.survival.covariates import RIDGE, Explained, covariates, fitted, frame
from bleib.forecast.survival.durations import DAYS, ENDED, read

WEIBULL, LOG_NORMAL = "weibull", "log-normal"
# What lifelines calls the two parameters: of the place of the distribution, which columns move, and of its width.
NAMES = {WEIBULL: ("lambda_", "rho_"), LOG_NORMAL: ("mu_", "sigma_")}
INTERCEPT = "Intercept"


@dataclass(frozen=True)
class AFT:
    """Estimator of the accelerated failure time model."""

    def fit(self, table: Any) -> FittedAFT:
        """Columns days, ended and what may explain them. Raises NoForecast, CannotFit and UsageError."""
        from lifelines import LogNormalAFTFitter, WeibullAFTFitter

        data = read(table)
        numbers = covariates(data)
        rows = frame(numbers, data)
        fitters = {WEIBULL: WeibullAFTFitter, LOG_NORMAL: LogNormalAFTFitter}
        models = {kind: fitted(partial(made(penalizer=RIDGE).fit, rows, DAYS, ENDED)) for kind, made in fitters.items()}
        kind = max(models, key=lambda name: models[name].log_likelihood_)
        place, width = NAMES[kind]
        params, errors = models[kind].params_, models[kind].standard_errors_
        columns = [f"c{number}" for number in range(len(numbers.columns))]
        return FittedAFT(
            kind=kind,
            matrix=numbers,
            intercept=float(params[place][INTERCEPT]),
            logs=params[place][columns].to_numpy(dtype=float),
            errors=errors[place][columns].to_numpy(dtype=float),
            width=float(np.exp(params[width][INTERCEPT])),
            concordance=float(models[kind].concordance_index_),
            contracts=len(data.days),
            ended=int(data.ended.sum()),
        )


@dataclass(frozen=True, kw_only=True)
class FittedAFT(Explained):
    """`kind` weibull or log-normal; `width` is the Weibull's shape or the log-normal's standard deviation. Effects
    multiply the duration (above 1: longer)."""

    kind: str
    intercept: float
    width: float

    def survival(self, table: Any, days: Any) -> Array:
        """Share that runs for longer than so many days: a row per row of the table, a column per number of days."""
        times = np.atleast_1d(np.asarray(days, dtype=np.float64))
        away = np.log(np.maximum(times, 1e-9)) - (self.intercept + self.explained(table))[:, None]
        if self.kind == WEIBULL:
            return np.asarray(np.exp(-np.exp(np.minimum(self.width * away, 50))))
        return np.asarray(ndtr(-away / self.width))

    def median(self, table: Any) -> Array:
        """Days after which half of such contracts have ended, a row each."""
        middle = self.intercept + self.explained(table)
        return np.asarray(np.exp(middle) * (np.log(2) ** (1 / self.width) if self.kind == WEIBULL else 1.0))
