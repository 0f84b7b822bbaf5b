"""Cox: what makes a contract more likely to end at any time, whatever the course of time itself.

Source: Cox (1972), JRSS B 34, 187-220; ties by Efron, baseline by Breslow (lifelines).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bleib.forecast.measures import Array
from bleib.forecast.survival.covariates import RIDGE, Explained, covariates, fitted, frame
from bleib.forecast.survival.durations import DAYS, ENDED, read


@dataclass(frozen=True)
class Cox:
    """Estimator of the proportional hazards model."""

    def fit(self, table: Any) -> FittedCox:
        """Columns days, ended and what may explain them. Raises NoForecast, CannotFit and UsageError."""
        from lifelines import CoxPHFitter

        data = read(table)
        numbers = covariates(data)
        model = fitted(lambda: CoxPHFitter(penalizer=RIDGE).fit(frame(numbers, data), DAYS, ENDED))
        hazard = model.baseline_cumulative_hazard_.iloc[:, 0]
        return FittedCox(
            matrix=numbers,
            logs=model.params_.to_numpy(dtype=float),
            errors=model.standard_errors_.to_numpy(dtype=float),
            steps=hazard.index.to_numpy(dtype=float),
            hazard=hazard.to_numpy(dtype=float),
            concordance=float(model.concordance_index_),
            contracts=len(data.days),
            ended=int(data.ended.sum()),
        )


@dataclass(frozen=True, kw_only=True)
class FittedCox(Explained):
    """`hazard`: cumulative at each of the `steps` (days) of a mean contract. Effects multiply the risk to end (above 1:
    sooner)."""

    steps: Array
    hazard: Array

    def survival(self, table: Any, days: Any) -> Array:
        """Share that runs for longer than so many days: a row per row of the table, a column per number of days."""
        risk = np.exp(np.clip(self.explained(table), -50, 50))
        times = np.atleast_1d(np.asarray(days, dtype=np.float64))
        places = np.searchsorted(self.steps, times, side="right") - 1
        until = np.where(places >= 0, self.hazard[np.maximum(places, 0)], 0.0)
        return np.asarray(np.exp(-risk[:, None] * until))
