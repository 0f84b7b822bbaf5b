"""What it costs to try to keep a customer, and what it brings.

Where somebody has no own figures yet, the ratios of Verbraken, Verbeke & Baesens (2013), IEEE TKDE 25(5), 961-973,
stand in: of a customer's value a contact costs 0.5 % and an offer 5 %, and 30 % of those who would leave accept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bleib.forecast.protocol import Array
from bleib.kernel.errors import UsageError

CONTACT_OF_VALUE, OFFER_OF_VALUE, SUCCESS = 0.005, 0.05, 0.3
# How sure that 30 % is: the paper's Beta(6, 14) knows as much as 20 tries.
TRIES = 20.0
# The paper's own value of a customer, where nothing is known of amounts.
VALUE = 200.0


@dataclass(frozen=True)
class Costs:
    """Own figures, as far as there are any: money in the installation's currency, `success` between 0 and 1.

    `value`: what a customer who is kept brings (None: what customers brought in the year before, on average, times
    `margin`); `contact`: to call or write to one; `offer`: what one costs who accepts it.
    """

    value: float | None = None
    contact: float | None = None
    offer: float | None = None
    success: float | None = None
    margin: float = 1.0

    def __post_init__(self) -> None:
        amounts = {"value": self.value, "contact": self.contact, "offer": self.offer}
        for name, amount in amounts.items():
            if amount is not None and not 0 <= amount < float("inf"):
                raise UsageError(f"Costs: {name} is an amount of 0 or more, not {amount:g}.")
        if self.success is not None and not 0 < self.success < 1:
            raise UsageError(f"Costs: success is a share between 0 and 1, not {self.success:g}.")
        if not 0 < self.margin <= 1:
            raise UsageError(f"Costs: margin is a share of revenue above 0 and up to 1, not {self.margin:g}.")

    @classmethod
    def of(cls, assumptions: Mapping[str, Any]) -> Costs:
        """From the figures of `metrics.economics.ASSUMED`: amounts, and shares in percent; what lacks is None."""

        def figure(name: str, per: float = 1.0) -> float | None:
            value = assumptions.get(name)
            return None if value is None else float(value) / per

        return cls(
            contact=figure("contact_cost"),
            offer=figure("offer_cost"),
            success=figure("contact_success", 100),
            margin=figure("margin", 100) or 1.0,
        )

    def at(self, yearly: float | None) -> Stake:
        """With the gaps filled, for customers who brought `yearly` on average (None or nothing: amounts unknown)."""
        known = self.value or (yearly or 0.0) * self.margin
        value = known if known > 0 else VALUE
        return Stake(
            value=value,
            contact=CONTACT_OF_VALUE * value if self.contact is None else self.contact,
            offer=OFFER_OF_VALUE * value if self.offer is None else self.offer,
            success=SUCCESS if self.success is None else self.success,
            in_money=known > 0,
            own=None not in (self.contact, self.offer, self.success),
        )


@dataclass(frozen=True)
class Stake:
    """What is at stake with one customer. `in_money`: amounts are known; `own`: all costs are the company's own."""

    value: float
    contact: float
    offer: float
    success: float
    in_money: bool = True
    own: bool = False

    @property
    def shape(self) -> tuple[float, float]:
        """Of the Beta distribution of the share that accepts."""
        return TRIES * self.success, TRIES * (1 - self.success)

    def least_success(self, sure: float) -> float:
        """The share that accepts at least, as sure as `sure` (0.9: in nine cases of ten)."""
        from scipy.special import betaincinv  # a page that shows a record does without

        return float(betaincinv(*self.shape, 1 - sure))

    def gain(self, chance: Array | float, *, success: float) -> Array | float:
        """Expected profit of contacting somebody who leaves with `chance`.

        Who would leave accepts with `success` and stays; who would have stayed takes the offer all the same.
        """
        kept = chance * success * (self.value - self.offer)
        return kept - self.contact - (1 - chance) * self.offer

    def breaks_even(self, *, success: float) -> float:
        """The chance of leaving from which on a contact pays; above 1 where none ever does."""
        worth = success * (self.value - self.offer) + self.offer
        return (self.contact + self.offer) / worth if worth > 0 else float("inf")

    def accepted_above(self, border: Array) -> tuple[Array, Array]:
        """How likely a success above `border` is, and the part of the mean success that lies there."""
        from scipy.special import betainc

        a, b = self.shape
        above = 1 - betainc(a, b, border)
        return above, self.success * (1 - betainc(a + 1, b, border))
