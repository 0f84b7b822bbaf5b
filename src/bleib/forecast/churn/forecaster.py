"""Who leaves: one model for customers with a contract and one for all others, kept and brought back as bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from bleib.forecast.card import ModelCard
from bleib.forecast.churn.drivers import Driver
from bleib.forecast.churn.slices import is_contractual
from bleib.forecast.measures import Array
from bleib.forecast.protocol import CannotFit
from bleib.forecast.words import Remark
from bleib.kernel.errors import UsageError

# What a stored model may be made of; anything else in the bytes is refused.
OWN = "bleib.forecast."
TRUSTED = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor", "datetime.date")


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
        return self._each(features, lambda part, rows: np.column_stack([part.chance(rows)]))[:, 0]

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
        import skops.io

        return bytes(skops.io.dumps(self))

    def _each(self, features: pa.Table, asked: Callable[[Part, pa.Table], Array], *, width: int = 1) -> Array:
        answers = np.full((features.num_rows, width), np.nan)
        for part, places in self._parts(features):
            answers[places] = asked(part, features.take(places))
        return answers

    def _parts(self, features: pa.Table) -> list[tuple[Part, Any]]:
        """Each model with the rows that it judges."""
        contractual = is_contractual(features)
        both = ((self.buying, ~contractual), (self.contracts, contractual))
        return [(part, np.flatnonzero(flags)) for part, flags in both if part is not None and flags.any()]


def loads(data: bytes) -> Forecaster:
    """What `dumps` gave. Raises UsageError where the bytes hold anything else."""
    import skops.io

    try:
        unknown = skops.io.get_untrusted_types(data=data)
        foreign = [name for name in unknown if not name.startswith(OWN) and name not in TRUSTED]
        found = skops.io.loads(data, trusted=unknown) if not foreign else None
    except Exception as error:
        raise UsageError(f"This is no stored forecast: {error}") from error
    if not isinstance(found, Forecaster):
        raise UsageError("This is no stored forecast.")
    return found
