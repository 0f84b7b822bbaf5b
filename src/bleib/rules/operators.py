"""Comparisons: which there are for which kind, and what value each takes. A closed table, like the facts'."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bleib.rules.vocabulary import Kind


class Takes(StrEnum):
    """What stands behind an operator."""

    VALUE = "a value of the field"
    VALUES = "a list of values of the field"
    PART = "a piece of text"
    DATE = "a date"
    DAYS = "a number of days"
    FLAG = "true or false"


@dataclass(frozen=True)
class Operator:
    """`meaning_*` is printed in docs/rules.md and offered by the editor."""

    name: str
    takes: Takes
    meaning_en: str
    meaning_de: str


OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {
        each.name: each
        for each in (
            Operator("is", Takes.VALUE, "is", "ist"),
            Operator("in", Takes.VALUES, "is one of", "ist eines von"),
            Operator("at_least", Takes.VALUE, "at least", "mindestens"),
            Operator("at_most", Takes.VALUE, "at most", "höchstens"),
            Operator("above", Takes.VALUE, "more than", "mehr als"),
            Operator("below", Takes.VALUE, "less than", "weniger als"),
            Operator("contains", Takes.PART, "contains", "enthält"),
            Operator("starts_with", Takes.PART, "begins with", "beginnt mit"),
            Operator("has", Takes.VALUE, "has", "hat"),
            Operator("has_any", Takes.VALUES, "has one of", "hat eines von"),
            Operator("before", Takes.DATE, "before this day", "vor diesem Tag"),
            Operator("from", Takes.DATE, "on this day or later", "an diesem Tag oder später"),
            Operator("within_days", Takes.DAYS, "within the last days, today among them", "in den letzten Tagen"),
            Operator("at_least_days_ago", Takes.DAYS, "at least so many days ago", "vor mindestens so vielen Tagen"),
            Operator("within_next_days", Takes.DAYS, "within the next days, today among them", "in den nächsten Tagen"),
            Operator("known", Takes.FLAG, "is known", "ist bekannt"),
        )
    }
)

_ORDERED = ("is", "at_least", "at_most", "above", "below", "known")
_ALLOWED: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TEXT: ("is", "in", "contains", "starts_with", "known"),
        Kind.CHOICE: ("is", "in", "known"),
        Kind.LIST: ("has", "has_any", "known"),
        Kind.NUMBER: _ORDERED,
        Kind.MONEY: _ORDERED,
        Kind.SHARE: _ORDERED,
        Kind.DAYS: _ORDERED,
        Kind.DATE: ("within_days", "at_least_days_ago", "within_next_days", "before", "from", "is", "known"),
        Kind.FLAG: ("is", "known"),
    }
)


def operators(kind: Kind) -> tuple[Operator, ...]:
    """The comparisons there are for values of this kind, the usual ones first."""
    return tuple(OPERATORS[name] for name in _ALLOWED[kind])
