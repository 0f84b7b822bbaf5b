"""Who leaves: one model for customers with a contract and one for all others, kept and brought back as bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from bleib.forecast import storing
from bleib.forecast.card import ModelCard
from bleib.forecast.churn.drivers import Driver
from bleib.forecast.churn.slices import is_contractual
from bleib.forecast.measures import Array
from bleib.forecast.protocol import CannotFit
from bleib.forecast.words import Remark

Places = np.ndarray[Any, np.dtype[np.intp]]
# Rows judged together: bounds memory.
TOGETHER = 20_000


class Part(Protocol):
    """One model: learned from features, or the fallback for few."""

    @property
    def card(self) -> ModelCard: ...

    def chance(self, features: pa.Table) -> Array: ...

    def interval(self, features: pa.Table) -> tuple[Array, Array]: ...

    def drivers(self, features: pa.Table, *, top: int) -> Any: ...


@dataclass(frozen=True)
class Forecaster:
    """Immutable. `remarks`: why some customers get no forecast. Whose part is None gets not a number."""

    horizon: int
    buying: Part | None
    contracts: Part | None
    remarks: tuple[Remark, ...]

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        """One per model, the one that learned from most customers first."""
        cards = [part.card for part in (self.buying, self.contracts) if part is not None]
        return tuple(sorted(cards, key=lambda card: -card.customers))

    @property
    def card(self) -> ModelCard:
        """Of the model that learned from most customers. Raises CannotFit where there is none."""
        if not self.cards:
            raise CannotFit(" ".join(remark.sentence("en") for remark in self.remarks))
        return self.cards[0]

    @property
    def kind(self) -> str:
        """boosting, logistic, purchases or contracts, of `card`."""
        return self.card.kind

    def chance(self, features: pa.Table) -> Array:
        """Calibrated probability of leaving within the horizon, a row each."""
        return self._each(features, lambda part, rows: part.chance(rows))[:, 0]

    def no_order(self, features: pa.Table) -> Array:
        """Of customers with a contract who have ordered: the probability that they do not within the horizon.

        It is the model of those without a contract that is asked; not a number for all others.
        """
        ordered = np.asarray(features.column("orders").cast("float64").fill_null(0.0).to_numpy()) > 0
        places = np.flatnonzero(is_contractual(features) & ordered)
        answers = np.full((features.num_rows, 1), np.nan)
        if self.buying is not None:
            _fill(answers, places, features=features, asked=self.buying.chance)
        return answers[:, 0]

    def interval(self, features: pa.Table) -> tuple[Array, Array]:
        """Low and high end of the 95 % interval of that probability."""
        ends = self._each(features, lambda part, rows: np.column_stack(part.interval(rows)), width=2)
        return ends[:, 0], ends[:, 1]

    def drivers(self, features: pa.Table, *, top: int = 3) -> list[tuple[Driver, ...]]:
        """For each row the features that weigh most in its chance, strongest first."""
        found: list[tuple[Driver, ...]] = [()] * features.num_rows
        for part, places in self._parts(features):
            for place, said in zip(places, part.drivers(features.take(places), top=top), strict=True):
                found[place] = said
        return found

    def dumps(self) -> bytes:
        """The models as bytes that hold data only: reading them runs no code of theirs."""
        return storing.dumps(self)

    def _each(self, features: pa.Table, asked: Callable[[Part, pa.Table], Array], *, width: int = 1) -> Array:
        answers = np.full((features.num_rows, width), np.nan)
        for part, places in self._parts(features):
            _fill(answers, places, features=features, asked=partial(asked, part))
        return answers

    def _parts(self, features: pa.Table) -> list[tuple[Part, Any]]:
        """Each model with the rows that it judges."""
        contractual = is_contractual(features)
        both = ((self.buying, ~contractual), (self.contracts, contractual))
        return [(part, np.flatnonzero(flags)) for part, flags in both if part is not None and flags.any()]


def _fill(answers: Array, places: Places, *, features: pa.Table, asked: Callable[[pa.Table], Array]) -> None:
    """What is said of the rows at these `places` of the features, a part of them after the other."""
    for first in range(0, len(places), TOGETHER):
        some = places[first : first + TOGETHER]
        answers[some] = asked(features.take(some)).reshape(len(some), -1)


def loads(data: bytes) -> Forecaster:
    """What `dumps` gave. Raises UsageError where the bytes hold anything else."""
    return storing.loads(data, Forecaster)
