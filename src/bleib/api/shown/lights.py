"""Lights and forecasts as programs read them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from ninja import Field, Schema

from bleib.accounts.api import Scope
from bleib.api.seeing import takes
from bleib.api.shapes import Amount, Moment
from bleib.lights.api import Light, LightReason, Wording
from bleib.outlook.api import Outlook, Run


class Spoken(Schema):
    """In which language sentences are."""

    lang: Literal["de", "en"] = "en"


class ReasonOut(Schema):
    """A rule that holds for the customer."""

    rule: str
    colour: str
    since: date | None
    sentence: str = Field(examples=["No order for 84 days; usual are 30."])
    advice: str = Field(description="What to do; empty where the rule does not say.")
    evidence: dict[str, Any] = Field(description="What the rule saw, by its fields.")


class LightOut(Schema):
    """A customer's light with its reasons, the worst first."""

    customer: str = Field(description="The customer's number.", examples=["10042"])
    name: str | None = takes(Scope.READ_CUSTOMERS)
    colour: str = Field(description="green, yellow or red.")
    since: date
    before: str = Field(description="The light before; empty: judged for the first time.")
    changed_on: date
    trend: str = Field(description="better or worse, where the chance of leaving moved beyond noise.")
    overridden: bool = Field(description="Set by hand, whatever the rules say.")
    judged: str = Field(description="What the rules say.")
    as_of: date
    revenue_year: Amount | None = takes(Scope.READ_FIGURES, "Revenue of the year up to the last order.")
    reasons: list[ReasonOut]


class ForecastOut(Schema):
    """What the newest forecast says of a customer, over its horizon. Chances are 0 to 1."""

    customer: str = Field(description="The customer's number.", examples=["10042"])
    name: str | None = takes(Scope.READ_CUSTOMERS)
    as_of: date
    days: int = Field(description="How far it looks.")
    contractual: bool = Field(description="Leaving means that the contract ends, not that orders stop.")
    leave: float = Field(description="Chance of leaving.")
    leave_low: float | None
    leave_high: float | None
    leave_before: float | None = Field(description="The same 30 days earlier.")
    orders: float | None = Field(description="Expected orders.")
    revenue: Amount | None = Field(description="Expected revenue.")
    value: Amount | None = Field(description="Lifetime value to come.")
    value_low: Amount | None
    value_high: Amount | None
    at_risk: Amount = Field(description="Chance of leaving times the revenue of a year.")


class ForecastRunOut(Schema):
    """The newest forecast of everybody."""

    made_at: Moment
    as_of: date
    days: int
    kind: str
    customers: int
    expected: dict[str, Any] = Field(description="Sums over all customers: leaving, orders, revenue, value, at_risk.")
    shortfall: str = Field(description="Why nothing was forecast; empty: it was.")


SAID = ("colour", "since", "before", "changed_on", "trend", "judged", "as_of")
NUMBERS = (
    "as_of", "contractual", "leave", "leave_low", "leave_high", "leave_before", "orders", "revenue", "value",
    "value_low", "value_high", "at_risk",
)  # fmt: skip


def light_shown(light: Light, wording: Wording) -> LightOut:
    """A light read with its reasons and its customer's figures."""
    figures = getattr(light.customer, "figures", None)
    return LightOut(
        customer=light.customer.number,
        name=light.customer.name,
        **{name: getattr(light, name) for name in SAID},
        overridden=light.is_overridden,
        revenue_year=figures.revenue_year if figures else None,
        reasons=[_reason(each, wording) for each in light.reasons],
    )


def forecast_shown(outlook: Outlook) -> ForecastOut:
    """An outlook read with its customer and its run."""
    numbers = {name: getattr(outlook, name) for name in NUMBERS}
    customer = outlook.customer
    return ForecastOut(customer=customer.number, name=customer.name, days=outlook.run.horizon, **numbers)


def run_shown(run: Run) -> ForecastRunOut:
    said = ("made_at", "as_of", "kind", "customers", "expected", "shortfall")
    return ForecastRunOut(days=run.horizon, **{name: getattr(run, name) for name in said})


def _reason(reason: LightReason, wording: Wording) -> ReasonOut:
    return ReasonOut(
        rule=reason.rule,
        colour=reason.colour,
        since=reason.since,
        sentence=wording.sentence(reason),
        advice=wording.advice(reason),
        evidence=reason.evidence,
    )
