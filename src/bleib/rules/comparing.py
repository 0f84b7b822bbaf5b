"""A comparison as SQL. Text is compared as it is or looked for as a piece, never as a pattern."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from bleib.rules.conditions import Compare
from bleib.rules.sql import Sql, among, call, day, number, text
from bleib.rules.vocabulary import Kind


def compared(value: Sql, compare: Compare, kind: Kind) -> Sql:
    """The condition over `value`; null where that is null, except for `known`."""
    return _WRITERS[compare.op](value, compare.value, kind)


def _literal(given: Any, kind: Kind) -> Sql:
    if kind is Kind.DATE:
        return day(given)
    if kind is Kind.FLAG:
        return exp.convert(given)
    return number(given) if kind in _NUMBERS else text(given)


def _is(value: Sql, given: Any, kind: Kind) -> Sql:
    return exp.EQ(this=value.copy(), expression=_literal(given, kind))


def _ordered(comparison: Callable[..., Sql]) -> Callable[[Sql, Any, Kind], Sql]:
    return lambda value, given, kind: comparison(this=value.copy(), expression=_literal(given, kind))


def _part(function: str) -> Callable[[Sql, Any, Kind], Sql]:
    """Upper and lower case are the same here."""
    return lambda value, given, _kind: call(function, call("lower", value), call("lower", text(given)))


def _known(value: Sql, given: Any, _kind: Kind) -> Sql:
    missing = exp.Is(this=value.copy(), expression=exp.null())
    return exp.Not(this=missing) if given else missing


_NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.DAYS)
_WRITERS: dict[str, Callable[[Sql, Any, Kind], Sql]] = {
    "is": _is,
    "in": lambda value, given, _kind: among(value, given),
    "at_least": _ordered(exp.GTE),
    "at_most": _ordered(exp.LTE),
    "above": _ordered(exp.GT),
    "below": _ordered(exp.LT),
    "contains": _part("contains"),
    "starts_with": _part("starts_with"),
    "has": lambda value, given, _kind: call("list_contains", value, text(given)),
    "has_any": lambda value, given, _kind: call("list_has_any", value, exp.array(*(text(each) for each in given))),
    "before": lambda value, given, kind: _ordered(exp.LT)(value, given, kind),
    "from": lambda value, given, kind: _ordered(exp.GTE)(value, given, kind),
    "known": _known,
}
