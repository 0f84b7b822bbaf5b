"""Probabilities that mean what they say: of those given 30 %, 30 % leave.

Platt scaling on log-odds: chance = 1 / (1 + exp(-(shift + slope * log-odds))), fitted on customers that the model had
not seen. Source: Platt (1999), "Probabilistic Outputs for Support Vector Machines".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from bleib.forecast.measures import Array, Flags

# Before any data: the model is right, give or take so much. Few customers cannot overrule it, thousands can.
SHIFT_SD, SLOPE_SD = 1.0, 0.5
STEPS = 50


@dataclass(frozen=True)
class Calibration:
    """`variance` of shift and slope: a table of 2 x 2, as four numbers in its order.

    `drift` is the variance of the shift from date to date: seasons and years are not alike.
    """

    shift: float = 0.0
    slope: float = 1.0
    variance: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    drift: float = 0.0

    def log_odds(self, raw: Array) -> Array:
        return self.shift + self.slope * raw

    def chance(self, raw: Array) -> Array:
        return np.asarray(expit(self.log_odds(raw)))

    def variance_at(self, raw: Array) -> Array:
        """How unsure calibrated log-odds are because few customers were seen, and because dates are not alike."""
        one, both, _, two = self.variance
        return np.asarray(one + 2 * both * raw + two * raw**2 + self.drift)


def calibrate(raw: Array, left: Flags, days: Array) -> Calibration:
    """From log-odds of customers and whether they left: the most likely shift and slope, by Newton's steps.

    `days`: the date at which each customer was seen.
    """
    design = np.column_stack([np.ones(len(raw)), raw])
    centre, precision = np.array([0.0, 1.0]), np.diag([SHIFT_SD**-2, SLOPE_SD**-2])
    at = centre.copy()
    for _ in range(STEPS):
        chance = expit(design @ at)
        slope = design.T @ (chance - left) + precision @ (at - centre)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + precision
        step = np.linalg.solve(curve, slope)
        at = at - step
        if np.abs(step).max() < 1e-10:
            break
    # A model that ranks the wrong way round is worth nothing; it does not become good by a negative slope.
    shift, rise = float(at[0]), max(float(at[1]), 0.0)
    drift = _drift(shift + rise * raw, left, days)
    return Calibration(shift, rise, tuple(np.linalg.inv(curve).ravel().tolist()), drift)


def _drift(calibrated: Array, left: Flags, days: Array) -> float:
    """Variance of the shift that each date still needs, beyond what chance explains; 0 where there is one date."""
    dates = np.unique(days)
    chance = expit(calibrated)
    known = np.array([(chance * (1 - chance))[days == day].sum() for day in dates])
    shifts = np.array([(left - chance)[days == day].sum() for day in dates]) / np.maximum(known, 1e-9)
    return max(float(np.mean(shifts**2 - 1 / np.maximum(known, 1.0))), 0.0) if len(dates) > 1 else 0.0
