"""What a caller gives as parameters, checked, and as the typed literals that stand in the SQL for `$name`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any

from sqlglot import exp

from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window
from bleib.metrics.definitions import Definition, Param

Values = Mapping[str, Any]
Literals = dict[str, exp.Expression]

STEPS = {Unit.WEEK: ("7", "DAY"), Unit.MONTH: ("1", "MONTH"), Unit.QUARTER: ("3", "MONTH"), Unit.YEAR: ("12", "MONTH")}


def read(definition: Definition, given: Values) -> dict[str, Any]:
    """The value of every parameter, defaults filled in. UsageError for unknown, missing or impossible ones."""
    names = [param.name for param in definition.params]
    unknown = [name for name in given if name not in names]
    if unknown:
        raise UsageError(f"{definition.slug} has no parameter {', '.join(unknown)}. It takes: {', '.join(names)}.")
    values = {param.name: _value(definition, param, given.get(param.name)) for param in definition.params}
    _check(values)
    return values


def literals(definition: Definition, values: Values) -> Literals:
    """One literal per `$name`: a window gives `name_start` and `name_end`, a unit `name` and `name_step`."""
    found: Literals = {}
    for param in definition.params:
        found |= WRITERS[param.kind](param.name, values[param.name])
    return found


def _value(definition: Definition, param: Param, given: Any) -> Any:
    if given is None and param.default == "none":
        return None
    if given is None and param.default is None:
        raise UsageError(f"{definition.slug} needs {param.name} ({param.kind}).")
    try:
        return READERS[param.kind](param.default if given is None else given)
    except (TypeError, ValueError) as error:
        raise UsageError(f"{given!r} is no {param.kind}, which {param.name} of {definition.slug} has to be.") from error


def _window(value: Any) -> Window:
    return value if isinstance(value, Window) else Window.parse(str(value))


def _date(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _count(value: Any) -> int:
    if int(value) != float(value):
        raise ValueError(value)
    return int(value)


READERS: dict[str, Callable[[Any], Any]] = {
    "window": _window,
    "date": _date,
    "unit": Unit,
    "count": _count,
    "number": float,
    "text": str,
}


def _day(value: date | None) -> exp.Expression:
    text = exp.null() if value is None else exp.Literal.string(value.isoformat())
    return exp.cast(text, exp.DataType.Type.DATE)


def _write_unit(name: str, unit: Unit) -> Literals:
    amount, of = STEPS[unit]
    step = exp.Interval(this=exp.Literal.string(amount), unit=exp.var(of))
    return {name: exp.Literal.string(unit.value), f"{name}_step": step}


def _write_count(name: str, count: int | None) -> Literals:
    if count is None:
        return {name: exp.cast(exp.null(), exp.DataType.Type.BIGINT)}
    return {name: exp.Literal.number(count)}


def _number(value: float | None) -> exp.Expression:
    if value is not None and not isfinite(value):
        raise UsageError(f"{value} is no number that can be calculated with.")
    return exp.Literal.number(value) if value is not None else exp.cast(exp.null(), exp.DataType.Type.DOUBLE)


def _text(value: str | None) -> exp.Expression:
    return exp.cast(exp.null() if value is None else exp.Literal.string(value), exp.DataType.Type.TEXT)


WRITERS: dict[str, Callable[[str, Any], Literals]] = {
    "window": lambda name, window: {f"{name}_start": _day(window.start), f"{name}_end": _day(window.end)},
    "date": lambda name, value: {name: _day(value)},
    "unit": _write_unit,
    "count": _write_count,
    "number": lambda name, value: {name: _number(value)},
    "text": lambda name, value: {name: _text(value)},
}


def _check(values: Values) -> None:
    for problem, applies in IMPOSSIBLE:
        if applies(values):
            raise UsageError(problem.format(**values))


def _has(values: Values, *names: str) -> bool:
    return all(values.get(name) is not None for name in names)


IMPOSSIBLE: tuple[tuple[str, Callable[[Values], bool]], ...] = (
    (
        "The base period {base} must end before the next one {next} begins; the two may touch but not overlap.",
        lambda v: _has(v, "base", "next") and v["base"].end > v["next"].start,
    ),
    ("{next_at} has to lie after {at}.", lambda v: _has(v, "at", "next_at") and v["next_at"] <= v["at"]),
    (
        "The series starts on {start}, but ends before {until} already.",
        lambda v: _has(v, "start") and v["start"] >= v["until"],
    ),
    ("A history of {days} days is impossible: give at least one.", lambda v: _has(v, "days") and v["days"] <= 0),
    ("The ratio has to be above 0, not {ratio:g}.", lambda v: _has(v, "ratio") and not v["ratio"] > 0),
    (
        "The top share is a percentage above 0 and up to 100, not {top:g}.",
        lambda v: _has(v, "top") and not 0 < v["top"] <= 100,
    ),
)
