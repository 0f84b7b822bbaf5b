"""The sums over all customers that a run keeps: what the next months bring, who leaves, on how few it hangs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Expected:
    """Over the run's horizon. `leaving`: expected number of customers who leave; money in the installation's currency.

    `top_share`: percent of the expected revenue that the fifth of the customers with the most of it brings.
    """

    customers: int
    leaving: float
    at_risk: float
    orders: float | None = None
    revenue: float | None = None
    revenue_low: float | None = None
    revenue_high: float | None = None
    value: float | None = None
    top_share: float | None = None

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Expected | None:
        """What a run stored; None where it came to nothing."""
        return cls(**plain) if plain else None
