"""What a forecast is made with that lies above this room: config/schedule.py and wiring.py pass it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from bleib.forecast.costs import Costs

PERCENT = 100


def _no_figures() -> Mapping[str, Decimal]:
    return {}


@dataclass(frozen=True)
class Given:
    """`figures`: what is assumed, by name (metrics.economics).

    `lights`: which light each customer showed on a day, for the backtest (forecast.backtest.Lights);
    `propose`: told of thresholds when a backtest proposes some, as `propose(yellow=, red=, now=)`.
    """

    figures: Callable[[], Mapping[str, Decimal]] = _no_figures
    lights: Callable[..., pa.Table] | None = None
    propose: Callable[..., Any] | None = None

    def costs(self) -> Costs:
        """As far as somebody has said what they are; the rest are shares of what a customer is worth."""
        from bleib.forecast.costs import Costs

        known = {name: float(value) for name, value in self.figures().items()}
        return Costs(
            contact=known.get("contact_cost"),
            offer=known.get("offer_cost"),
            success=known["contact_success"] / PERCENT if "contact_success" in known else None,
            margin=known.get("margin", PERCENT) / PERCENT,
        )

    def discount(self) -> float:
        """A year's discount on what is still to come, as a share."""
        return float(self.figures().get("discount_rate", 12)) / PERCENT
