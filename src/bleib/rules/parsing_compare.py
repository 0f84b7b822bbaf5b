"""Reads one comparison: the operator has to exist for the kind of the field, and its value has to fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bleib.rules.conditions import Compare, Value
from bleib.rules.errors import instead, shown
from bleib.rules.operators import Operator, operators
from bleib.rules.reader import Desk
from bleib.rules.values import Wrong, value
from bleib.rules.vocabulary import Field

Reader = Callable[[Field, Operator, Any], Value]


def compare(
    data: Any, field: Field, *, path: str, desk: Desk, without: tuple[str, ...] = (), read: Reader = value
) -> Compare | None:
    """The comparison that `data` says of `field`: one operator with its value. Notes what is wrong."""
    known = [each.name for each in operators(field.kind) if each.name not in without]
    if not isinstance(data, Mapping) or len(data) != 1:
        _no_single(data, known, path=path, desk=desk)
        return None
    ((name, given),) = data.items()
    operator = next((each for each in operators(field.kind) if each.name == name and name in known), None)
    if operator is None:
        what = f"{field.name} ({field.kind}) cannot be compared by {shown(name)}."
        desk.wrong(f"{path}.{name}", what, instead(name, known))
        return None
    try:
        return Compare(operator.name, read(field, operator, given))
    except Wrong as wrong:
        desk.wrong(f"{path}.{name}", wrong.what, wrong.todo)
        return None


def _no_single(data: Any, known: list[str], *, path: str, desk: Desk) -> None:
    if isinstance(data, Mapping) and len(data) > 1:
        what = f"{' and '.join(str(each) for each in data)} do not stand in one comparison."
        desk.wrong(path, what, 'Write two conditions in {"all": [...]}.')
    else:
        desk.wrong(path, "The comparison is missing.", f"One of: {', '.join(known)}.")
