"""Kaplan-Meier: the share of contracts that still run after so many days, without any assumption about its course.

Source: Kaplan & Meier (1958), JASA 53, 457-481; interval after Greenwood on the log-log scale (lifelines).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bleib.forecast.measures import Array
from bleib.forecast.survival.durations import read


@dataclass(frozen=True)
class KaplanMeier:
    """Estimator of the survival curve."""

    def fit(self, table: Any) -> FittedKaplanMeier:
        """Columns days and ended. Raises NoForecast and UsageError (see `durations.read`)."""
        from lifelines import KaplanMeierFitter

        data = read(table)
        fitted = KaplanMeierFitter().fit(data.days, data.ended)
        bounds = fitted.confidence_interval_.to_numpy(dtype=float)
        curve = fitted.survival_function_.iloc[:, 0]
        return FittedKaplanMeier(
            steps=curve.index.to_numpy(dtype=float),
            shares=curve.to_numpy(dtype=float),
            low=np.nan_to_num(bounds[:, 0], nan=0.0),
            high=np.nan_to_num(bounds[:, 1], nan=1.0),
            contracts=len(data.days),
            ended=int(data.ended.sum()),
        )


@dataclass(frozen=True)
class FittedKaplanMeier:
    """From each of the `steps` (days) on the share `shares` still runs; `low` and `high` end its 95 % interval."""

    steps: Array
    shares: Array
    low: Array
    high: Array
    contracts: int
    ended: int

    def survival(self, days: Any) -> Array:
        """Share of contracts that run for longer than so many days."""
        return np.asarray(self.shares[self._places(days)])

    def interval(self, days: Any) -> tuple[Array, Array]:
        """Low and high end of the 95 % interval of that share."""
        places = self._places(days)
        return self.low[places], self.high[places]

    @property
    def median(self) -> float | None:
        """Days after which half of the contracts have ended; None where more than half still run."""
        reached = np.flatnonzero(self.shares <= 0.5)
        return float(self.steps[reached[0]]) if len(reached) else None

    def _places(self, days: Any) -> np.ndarray[Any, np.dtype[np.intp]]:
        asked = np.atleast_1d(np.asarray(days, dtype=np.float64))
        return np.clip(np.searchsorted(self.steps, asked, side="right") - 1, 0, None)
