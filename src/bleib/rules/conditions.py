"""A rule as values: what `parse` makes, what sentences and queries are made of, and how it is written as JSON again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bleib.rules.vocabulary import Field

# What stands behind an operator. Numbers are decimals, so that 0.1 is 0.1.
Value = str | bool | int | Decimal | date | tuple[str, ...]


@dataclass(frozen=True)
class Compare:
    """An operator and its value."""

    op: str
    value: Value

    def to_json(self) -> dict[str, Any]:
        return {self.op: plain(self.value)}


@dataclass(frozen=True)
class FieldCondition:
    """Compares what is known about the customer; what is not known meets no condition but `known: false`."""

    field: Field
    compare: Compare

    def to_json(self) -> dict[str, Any]:
        return {"field": self.field.name, **self.compare.to_json()}


@dataclass(frozen=True)
class Ever:
    """All facts up to the day."""

    def to_json(self) -> dict[str, Any]:
        return {"ever": True}


@dataclass(frozen=True)
class WithinDays:
    """The last `days` days, the day itself among them."""

    days: int

    def to_json(self) -> dict[str, Any]:
        return {"within_days": self.days}


@dataclass(frozen=True)
class Between:
    """Days from `start` up to, but not including, `end`."""

    start: date
    end: date

    def to_json(self) -> dict[str, Any]:
        return {"between": [self.start.isoformat(), self.end.isoformat()]}


@dataclass(frozen=True)
class Where:
    """Compares a column or prop of the fact."""

    field: Field
    compare: Compare


@dataclass(frozen=True)
class Count:
    """How many facts there are; of order and credit lines, how many orders or credit notes."""

    compare: Compare

    def to_json(self) -> dict[str, Any]:
        return {"count": self.compare.to_json()}


@dataclass(frozen=True)
class Total:
    """What a number of the facts adds up to; without any fact that is 0."""

    of: Field
    compare: Compare

    def to_json(self) -> dict[str, Any]:
        return {"sum": {"of": self.of.name, **self.compare.to_json()}}


@dataclass(frozen=True)
class Last:
    """What the newest of the facts says; of two at one instant, the one with the greater id."""

    said: tuple[Where, ...]

    def to_json(self) -> dict[str, Any]:
        return {"last": _where(self.said)}


class Whose(StrEnum):
    """Whose facts a condition about contacts counts: all of their customer, or those that they did themselves."""

    CUSTOMER = "customer"
    CONTACT = "contact"


@dataclass(frozen=True)
class FactCondition:
    """Facts of these types, within a time, for which all of `where` holds: how many, how much, or the newest.

    `whose`: of a condition about contacts; None where it is about customers.
    """

    types: tuple[str, ...]
    where: tuple[Where, ...]
    time: Ever | WithinDays | Between
    measure: Count | Total | Last
    whose: Whose | None = None

    @property
    def is_own(self) -> bool:
        """Whether it counts what the contact did."""
        return self.whose is Whose.CONTACT

    def to_json(self) -> dict[str, Any]:
        types = self.types[0] if len(self.types) == 1 else list(self.types)
        where = {"where": _where(self.where)} if self.where else {}
        whose = {"whose": self.whose.value} if self.is_own and self.whose else {}
        return {"facts": types, **whose, **where, **self.time.to_json(), **self.measure.to_json()}


@dataclass(frozen=True)
class All:
    of: tuple[Condition, ...]

    def to_json(self) -> dict[str, Any]:
        return {"all": [each.to_json() for each in self.of]}


@dataclass(frozen=True)
class AnyOf:
    of: tuple[Condition, ...]

    def to_json(self) -> dict[str, Any]:
        return {"any": [each.to_json() for each in self.of]}


@dataclass(frozen=True)
class Not:
    of: Condition

    def to_json(self) -> dict[str, Any]:
        return {"not": self.of.to_json()}


Leaf = FieldCondition | FactCondition
Condition = All | AnyOf | Not | FieldCondition | FactCondition


@dataclass(frozen=True)
class Rule:
    """A condition over a customer, understood: every name in it exists and every value fits."""

    condition: Condition
    subject: str = "customer"

    def to_json(self) -> dict[str, Any]:
        """What `parse` reads as this rule."""
        return self.condition.to_json()

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(_leaves(self.condition))

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields that it mentions."""
        return frozenset(each.field.name for each in self.leaves if isinstance(each, FieldCondition))

    @property
    def fact_types(self) -> frozenset[str]:
        """Names of the fact types that it counts."""
        return frozenset(name for each in self.leaves if isinstance(each, FactCondition) for name in each.types)


def plain(value: Value) -> Any:
    """The value as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _where(given: tuple[Where, ...]) -> dict[str, Any]:
    return {each.field.name: each.compare.to_json() for each in given}


def _leaves(condition: Condition) -> Iterator[Leaf]:
    if isinstance(condition, All | AnyOf):
        for each in condition.of:
            yield from _leaves(each)
    elif isinstance(condition, Not):
        yield from _leaves(condition.of)
    else:
        yield condition
