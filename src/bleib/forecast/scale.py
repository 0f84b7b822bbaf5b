"""Models are fitted in a unit of time in which customers are of usual age, whatever unit the table is in."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from bleib.forecast.cells import Cells
from bleib.forecast.protocol import Fit

USUAL_AGE = 30.0


def unit_of(merged: Cells) -> float:
    """The unit of time in which the mean age is USUAL_AGE."""
    return float(np.average(merged.age, weights=merged.weight)) / USUAL_AGE


def unscaled(found: Fit, unit: float, merged: Cells, *, times: Collection[str]) -> Fit:
    """The same fit in the table's own unit: parameters that are times, and the log-likelihood, a density in time."""
    errors = found.standard_errors
    return Fit(
        parameters={name: value * (unit if name in times else 1) for name, value in found.parameters.items()},
        standard_errors={
            name: error if error is None or name not in times else error * unit for name, error in errors.items()
        },
        log_likelihood=found.log_likelihood - float(merged.weight @ merged.frequency) * float(np.log(unit)),
        customers=found.customers,
        steadied=found.steadied,
        covariance=found.covariance,
    )
