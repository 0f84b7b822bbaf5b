"""What else is known of contracts, as numbers that a regression can bear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
import pyarrow as pa

from bleib.forecast.churn.matrix import Column, Matrix, matrix
from bleib.forecast.churn.slices import Examples
from bleib.forecast.measures import Array, Z
from bleib.forecast.protocol import CannotFit
from bleib.forecast.survival.durations import DAYS, ENDED, KEYS, Durations
from bleib.forecast.words import NoForecast
from bleib.history.tables import to_arrow

# Ridge on standardised columns: with few ends one column alone can separate who left, and nothing converges.
RIDGE = 0.05


@dataclass(frozen=True)
class Effect:
    """What a column does: `ratio` with its 95 % interval.

    Of a text: this kind against the commonest; of a number: one standard deviation more (in logarithms if skewed).
    """

    name: str
    kind: str | None
    ratio: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """The interval leaves no doubt about the direction."""
        return self.low > 1 or self.high < 1


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What every model with covariates keeps. `logs` and `errors`: a number per column; `concordance` 0.5 to 1, as an
    AUC; `contracts` were learned from, of which so many had `ended`."""

    matrix: Matrix
    logs: Array
    errors: Array
    concordance: float
    contracts: int
    ended: int

    @property
    def effects(self) -> tuple[Effect, ...]:
        """By how much each column multiplies what the model explains."""
        return effects(self.matrix.columns, self.logs, self.errors)

    def explained(self, table: Any) -> Array:
        """What the columns add up to in each row of the table; unknown values count as the mean."""
        return np.asarray(asked(self.matrix, table) @ self.logs)


def covariates(data: Durations) -> Matrix:
    """Of all columns but the keys and the duration. Raises CannotFit where none differs between contracts."""
    rows = data.table.num_rows
    rest = data.table.drop_columns([name for name in (DAYS, ENDED, *KEYS) if name in data.table.column_names])
    whole = matrix(Examples(rest, data.ended, np.zeros(rows), np.arange(rows)))
    kept = [each for each in whole.columns if each.kind is None or not _is_commonest(each, whole)]
    return Matrix(tuple(kept) or whole.columns)


def _is_commonest(column: Column, whole: Matrix) -> bool:
    """Whether this is the kind that the other kinds of its column are compared with: its mean is its share."""
    alike = [each for each in whole.columns if each.name == column.name and each.kind is not None]
    return len(alike) > 1 and column == max(alike, key=lambda each: each.centre)


def frame(numbers: Matrix, data: Durations) -> Any:
    """What lifelines wants: a pandas frame of numbers with the two columns of time."""
    import pandas as pd

    values = np.nan_to_num(numbers.of(data.table))
    columns = pd.DataFrame(values, columns=[f"c{place}" for place in range(values.shape[1])])
    return columns.assign(**{DAYS: data.days, ENDED: data.ended})


def asked(numbers: Matrix, table: Any) -> Array:
    """Rows of a table as the model wants them; unknown values count as the mean."""
    arrow: pa.Table = to_arrow(table)
    return np.nan_to_num(numbers.of(arrow))


def fitted(fit: Callable[[], Any]) -> Any:
    """What `fit` gives. Raises NoForecast where it does not converge."""
    from lifelines.exceptions import ConvergenceError, ConvergenceWarning, StatisticalWarning

    with catch_warnings():
        simplefilter("ignore")
        simplefilter("error", ConvergenceWarning)
        simplefilter("ignore", StatisticalWarning)
        try:
            return fit()
        except CannotFit:
            raise
        except (ConvergenceError, ConvergenceWarning, np.linalg.LinAlgError) as error:
            raise NoForecast("survival_diverges") from error


def effects(columns: tuple[Column, ...], logs: Array, errors: Array) -> tuple[Effect, ...]:
    """Ratios from coefficients of standardised columns; a kind counts as a whole, not per standard deviation."""
    units = np.array([1 / each.scale if each.kind or each.gap else 1.0 for each in columns])
    middle, far = logs * units, Z * errors * units
    return tuple(
        Effect(each.name, each.kind, float(np.exp(m)), float(np.exp(m - f)), float(np.exp(m + f)))
        for each, m, f in zip(columns, middle, far, strict=True)
    )
