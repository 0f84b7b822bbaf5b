"""Reads a condition over facts: which, within which time, and how many, how much or what the newest says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bleib.history.fact_types import TYPES
from bleib.rules.conditions import Between, Compare, Count, Ever, FactCondition, Last, Total, Where, Whose, WithinDays
from bleib.rules.errors import instead, shown
from bleib.rules.facts import fields_of
from bleib.rules.operators import Operator
from bleib.rules.parsing_compare import compare
from bleib.rules.reader import Desk
from bleib.rules.values import Wrong, day, days, whole
from bleib.rules.vocabulary import Field, Kind

TIMES = ("within_days", "between", "ever")
MEASURES = ("count", "sum", "last")
KEYS = ("facts", "whose", "where", *TIMES, *MEASURES)
# What is near today is asked of the facts as a whole; a day that a fact says is compared with other days.
OF_TODAY = ("within_days", "at_least_days_ago", "within_next_days")
NUMBERS = (Kind.NUMBER, Kind.MONEY)
COUNTED = Field("count", "", "", Kind.NUMBER, "number", "Anzahl")


def fact_condition(data: Mapping[str, Any], path: str, desk: Desk, *, subject: str) -> FactCondition | None:
    """The condition; without a time it asks for all facts ever, without a measure for at least one.

    `subject`: customer or contact. Of contacts the whole customer's facts count, unless the condition says whose.
    """
    before = len(desk.problems)
    desk.only(data, [key for key in KEYS if key != "whose" or subject == Whose.CONTACT], path)
    whose = _whose(data, path, desk) if subject == Whose.CONTACT else None
    types = _types(data["facts"], f"{path}.facts", desk)
    if not types:
        return None
    says = _common(types)
    where = _where(data.get("where", {}), says, path=f"{path}.where", desk=desk)
    time = _time(data, path, desk)
    measure = _measure(data, says, path=path, desk=desk)
    if len(desk.problems) > before or time is None or measure is None:
        return None
    return FactCondition(types, where, time, measure, whose)


def _whose(data: Mapping[str, Any], path: str, desk: Desk) -> Whose:
    given = data.get("whose", Whose.CUSTOMER.value)
    if given in tuple(Whose):
        return Whose(given)
    desk.wrong(f"{path}.whose", f"{shown(given)} is nobody's facts.", instead(given, tuple(Whose)))
    return Whose.CUSTOMER


def _types(given: Any, path: str, desk: Desk) -> tuple[str, ...]:
    names = given if isinstance(given, list) else [given]
    for place, name in enumerate(names):
        if not isinstance(name, str) or name not in TYPES:
            where = f"{path}[{place}]" if isinstance(given, list) else path
            desk.wrong(where, f"There are no facts {shown(name)}.", instead(name, TYPES))
    if not names:
        desk.wrong(path, "Which facts?", instead("", TYPES))
    return tuple(dict.fromkeys(each for each in names if isinstance(each, str) and each in TYPES))


def _common(types: tuple[str, ...]) -> dict[str, Field]:
    """What facts of all these types say."""
    each = [fields_of(name) for name in types]
    return {name: field for name, field in each[0].items() if all(name in other for other in each)}


def _where(given: Any, says: Mapping[str, Field], *, path: str, desk: Desk) -> tuple[Where, ...]:
    if not isinstance(given, Mapping):
        desk.wrong(path, "This says nothing about a fact.", 'Write {"product": {"is": "X-100"}}.')
        return ()
    read = [_one_where(name, each, says, path=f"{path}.{name}", desk=desk) for name, each in given.items()]
    return tuple(each for each in read if each is not None)


def _one_where(name: Any, given: Any, says: Mapping[str, Field], *, path: str, desk: Desk) -> Where | None:
    if name not in says:
        desk.wrong(path, f"These facts say no {shown(name)}.", instead(name, says))
        return None
    found = compare(given, says[name], path=path, desk=desk, without=OF_TODAY)
    return None if found is None else Where(says[name], found)


def _time(data: Mapping[str, Any], path: str, desk: Desk) -> Ever | WithinDays | Between | None:
    named = [name for name in TIMES if name in data]
    if len(named) > 1:
        desk.wrong(path, f"{' and '.join(named)} do not stand in one condition.", "Keep one of them.")
        return None
    if not named or (named == ["ever"] and data["ever"] is True):
        return Ever()
    (name,) = named
    try:
        return WithinDays(days(data[name])) if name == "within_days" else _between(name, data[name])
    except Wrong as wrong:
        desk.wrong(f"{path}.{name}", wrong.what, wrong.todo)
        return None


def _between(name: str, given: Any) -> Between:
    if name == "ever":
        raise Wrong("'ever' is only ever true.", "Leave it out, or write within_days or between.")
    if not isinstance(given, list) or len(given) != 2:
        raise Wrong("This is no time between two days.", 'Write ["2026-01-01", "2026-07-01"]; the second is not in it.')
    start, end = day(given[0]), day(given[1])
    if start >= end:
        raise Wrong("The time is empty.", "The second day has to be later than the first; it is not in the time.")
    return Between(start, end)


def _measure(
    data: Mapping[str, Any], says: Mapping[str, Field], *, path: str, desk: Desk
) -> Count | Total | Last | None:
    named = [name for name in MEASURES if name in data]
    if len(named) > 1:
        desk.wrong(path, f"{' and '.join(named)} do not stand in one condition.", "Make each its own.")
        return None
    if not named:
        return Count(Compare("at_least", whole(1)))
    place = f"{path}.{named[0]}"
    if named == ["count"]:
        found = compare(data["count"], COUNTED, path=place, desk=desk, without=("known",), read=_count)
        return None if found is None else Count(found)
    if named == ["sum"]:
        return _total(data["sum"], says, path=place, desk=desk)
    said = _where(data["last"], says, path=place, desk=desk)
    if not said:
        desk.wrong(place, "What should the newest one say?", instead("", says))
    return Last(said) if said else None


def _count(_field: Field, _operator: Operator, given: Any) -> Any:
    return whole(given)


def _total(given: Any, says: Mapping[str, Field], *, path: str, desk: Desk) -> Total | None:
    numbers = [name for name, each in says.items() if each.kind in NUMBERS]
    if not isinstance(given, Mapping) or given.get("of") not in numbers:
        of = given.get("of") if isinstance(given, Mapping) else given
        desk.wrong(f"{path}.of", f"{shown(of)} is no number of these facts.", instead(of, numbers))
        return None
    field = says[given["of"]]
    rest = {name: each for name, each in given.items() if name != "of"}
    found = compare(rest, field, path=path, desk=desk, without=("known",))
    return None if found is None else Total(field, found)
