"""What every model of this room can do: `Model().fit(table)` gives an immutable `Fitted`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

import numpy as np

from bleib.kernel.errors import BleibError

Array = np.ndarray[Any, np.dtype[np.float64]]

# Fewer say nothing about anybody else.
FEWEST = 10
# Below this number the likelihood of a model with four parameters is often flat; a weak prior keeps it in bounds.
FEW = 200


class CannotFit(BleibError):
    """The data do not say enough for this model; the text says why, and what would do."""


@dataclass(frozen=True)
class Fit:
    """How a model was fitted: enough to judge it without the data.

    `parameters` and `standard_errors` by name (an error is None where the likelihood is flat), `log_likelihood` at the
    parameters, `customers` it was fitted on; `steadied`: a weak prior was added because there are few.
    `covariance` is that of the logarithms of the parameters, in their order.
    """

    parameters: Mapping[str, float]
    standard_errors: Mapping[str, float | None]
    log_likelihood: float
    customers: int
    steadied: bool
    covariance: Array

    def draws(self, count: int, *, seed: int = 0) -> Array:
        """`count` sets of parameters, as uncertain as the data leave them: one row each, in their order."""
        centre = np.log(list(self.parameters.values()))
        generator = np.random.default_rng(seed)
        return np.exp(generator.multivariate_normal(centre, self.covariance, size=count, method="eigh"))

    def at(self, parameters: Array) -> Fit:
        """The same model with other parameters, in their order."""
        return replace(self, parameters=dict(zip(self.parameters, map(float, parameters), strict=True)))


class Fitted(Protocol):
    """A fitted purchase model. Tables have the columns frequency, recency, age; answers are arrays in their order."""

    @property
    def fit(self) -> Fit: ...

    def alive(self, table: Any) -> Array: ...

    def purchases(self, table: Any, horizon: float) -> Array: ...

    def chance(self, table: Any, horizon: float) -> Array: ...

    def expected(self, time: Any) -> Array: ...

    def distribution(self, time: float, up_to: int) -> Array: ...

    def draw(self, table: Any, horizon: float, *, seed: int = 0) -> Array: ...


F = TypeVar("F", covariant=True)


class Model(Protocol[F]):
    """An estimator. `fit` raises CannotFit where the data cannot bear it, UsageError where they are no such data."""

    def fit(self, table: Any) -> F: ...
