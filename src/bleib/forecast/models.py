"""What a run has learned, kept so that a few customers can be asked of later."""

from __future__ import annotations

from dataclasses import dataclass

from bleib.forecast import storing
from bleib.forecast.churn import Forecaster
from bleib.forecast.future.coming import Coming
from bleib.forecast.future.expected import Terms


@dataclass(frozen=True)
class Models:
    """`coming`: orders and amounts, None where purchases say too little; `rate`: see `future.renewals.Renewals`."""

    forecaster: Forecaster
    coming: Coming | None
    terms: Terms
    rate: float | None

    def dumps(self) -> bytes:
        """All of them as bytes that hold data only."""
        return storing.dumps(self)


def loads(data: bytes) -> Models:
    """What `dumps` gave. Raises UsageError where the bytes hold anything else."""
    return storing.loads(data, Models)
