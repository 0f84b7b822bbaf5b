"""Reads the value behind an operator: of the kind that the field has, within limits; else it says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from bleib.rules.conditions import Value
from bleib.rules.errors import instead, shown
from bleib.rules.limits import EARLIEST, LARGEST_NUMBER, LATEST, LONGEST_TEXT, MOST_DAYS, MOST_VALUES
from bleib.rules.operators import Operator, Takes
from bleib.rules.vocabulary import Field, Kind


class Wrong(Exception):
    """A value that does not fit: `what` is wrong, and what `todo`."""

    def __init__(self, what: str, todo: str = "") -> None:
        self.what, self.todo = what, todo
        super().__init__(what)


def value(field: Field, operator: Operator, given: Any) -> Value:
    """The value of `operator` for `field`. Raises Wrong."""
    if operator.takes is Takes.VALUE:
        return _OF_KIND[field.kind](field, given)
    if operator.takes is Takes.VALUES:
        return _values(field, given)
    return _TAKES[operator.takes](given)


def days(given: Any) -> int:
    """A number of days from 1 to a century. Raises Wrong."""
    found = _int(given)
    if found is None or not 1 <= found <= MOST_DAYS:
        raise Wrong(f"{shown(given)} is no number of days.", f"Write a whole number from 1 to {MOST_DAYS:,}.")
    return found


def day(given: Any) -> date:
    """A date, as text or as YAML reads it. Raises Wrong."""
    text = given.isoformat() if isinstance(given, date) and not isinstance(given, datetime) else given
    try:
        if not isinstance(text, str) or len(text) != 10 or not EARLIEST <= text <= LATEST:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"{shown(given)} is no date.", "Write it as 2026-11-22.") from None


def number(given: Any) -> Decimal:
    """A finite number that is not beyond all bounds. Raises Wrong."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given):
        raise Wrong(f"{shown(given)} is no number.", "Write a number without quotes, with a point: 1234.5.")
    if abs(given) > LARGEST_NUMBER:
        raise Wrong("The number is too large.", f"At most {LARGEST_NUMBER:,} can be compared.")
    return Decimal(str(given))


def whole(given: Any) -> Decimal:
    """How often something happened. Raises Wrong."""
    found = number(given)
    if found < 0 or found != found.to_integral_value():
        raise Wrong(f"{shown(given)} is no number of facts.", "Write a whole number from 0 on.")
    return found


def _whole_days(given: Any) -> int:
    found = _int(given)
    if found is None or abs(found) > MOST_DAYS:
        raise Wrong(f"{shown(given)} is no number of days.", f"Write a whole number up to {MOST_DAYS:,}.")
    return found


def _int(given: Any) -> int | None:
    """JSON knows one kind of numbers: 30.0 is 30."""
    if isinstance(given, float) and given.is_integer():
        return int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise Wrong(f"{shown(given)} is no text.", 'Write it in quotes: "DE".')
    if not given.strip() or len(given) > LONGEST_TEXT or not given.isprintable():
        raise Wrong("The text is empty, too long or not printable.", f"Write 1 to {LONGEST_TEXT} letters.")
    return given


def _flag(given: Any) -> bool:
    if not isinstance(given, bool):
        raise Wrong(f"{shown(given)} is neither true nor false.", "Write true or false without quotes.")
    return given


def _choice(field: Field, given: Any) -> str:
    text = _text(given)
    if field.choices and field.choice(text) is None:
        names = [each.value for each in field.choices]
        raise Wrong(f"{field.name} is never {shown(given)}.", instead(text, names))
    return text


def _values(field: Field, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_VALUES:
        raise Wrong(f"{shown(given)} is no list of values.", f'Write 1 to {MOST_VALUES} of them: ["a", "b"].')
    return tuple(dict.fromkeys(_choice(field, each) for each in given))


_TAKES: dict[Takes, Callable[[Any], Value]] = {
    Takes.PART: _text,
    Takes.DATE: day,
    Takes.DAYS: days,
    Takes.FLAG: _flag,
}
_OF_KIND: dict[Kind, Callable[[Field, Any], Value]] = {
    Kind.TEXT: lambda _field, given: _text(given),
    Kind.CHOICE: _choice,
    Kind.LIST: _choice,
    Kind.NUMBER: lambda _field, given: number(given),
    Kind.MONEY: lambda _field, given: number(given),
    Kind.SHARE: lambda _field, given: number(given),
    Kind.DAYS: lambda _field, given: Decimal(_whole_days(given)),
    Kind.DATE: lambda _field, given: day(given),
    Kind.FLAG: lambda _field, given: _flag(given),
}
