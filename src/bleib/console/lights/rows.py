"""A condition as lines of a form: lines of one group are joined by "or", groups by "and".

Nearly every rule is of this shape. One that nests deeper is edited as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.http import QueryDict

FACTS = "facts:"
PARTS = ("group", "field", "holds", "op", "value", "days")
MOST = 40  # lines


@dataclass(frozen=True)
class Line:
    """One line as it was typed. `field`: a field's name, or FACTS and a type of facts; `days` narrows facts only."""

    group: int = 0
    field: str = ""
    holds: str = "yes"
    op: str = ""
    value: str = ""
    days: str = ""

    @property
    def fact_type(self) -> str:
        """Empty for a line about a field."""
        return self.field.removeprefix(FACTS) if self.field.startswith(FACTS) else ""


@dataclass(frozen=True)
class Lines:
    """All lines in their order."""

    lines: tuple[Line, ...] = field(default_factory=lambda: (Line(),))

    @classmethod
    def of(cls, data: QueryDict) -> Lines:
        """What was typed; lists of the same length, one for each part of a line."""
        typed = zip(*(data.getlist(f"line_{part}") for part in PARTS), strict=False)
        lines = [Line(_number(group), *rest) for group, *rest in typed]
        return cls(tuple(lines[:MOST])) if lines else cls()

    def changed(self, verb: str) -> Lines:
        """After a button: "and", "or:GROUP" or "remove:PLACE". What makes no sense changes nothing."""
        name, _colon, number = verb.partition(":")
        last = max(each.group for each in self.lines)
        if name == "and":
            return Lines((*self.lines, Line(last + 1)))
        if name == "or":
            alike = [place for place, each in enumerate(self.lines) if str(each.group) == number]
            place = alike[-1] + 1 if alike else len(self.lines)
            return Lines((*self.lines[:place], Line(_number(number)), *self.lines[place:]))
        if name == "remove":
            left = tuple(each for place, each in enumerate(self.lines) if str(place) != number)
            return Lines(left or (Line(),))
        return self

    def groups(self) -> Iterator[tuple[int, list[tuple[int, Line]]]]:
        """Each group with its lines and their places."""
        for group, members in groupby(enumerate(self.lines), key=lambda each: each[1].group):
            yield group, list(members)


def lines_of(condition: Mapping[str, Any]) -> list[list[Mapping[str, Any]]] | None:
    """Leaves of a condition by groups, or None where it nests deeper than a form shows."""
    parts = condition["all"] if set(condition) == {"all"} else [condition]
    groups = [each["any"] if set(each) == {"any"} else [each] for each in parts]
    return groups if all(_is_leaf(leaf) for group in groups for leaf in group) else None


def joined(groups: Sequence[Sequence[Mapping[str, Any]]]) -> Mapping[str, Any]:
    """The condition of leaves by groups; what stands alone needs no "all" and no "any"."""
    parts = [group[0] if len(group) == 1 else {"any": list(group)} for group in groups if group]
    return parts[0] if len(parts) == 1 else {"all": parts}


def _is_leaf(condition: Mapping[str, Any]) -> bool:
    if set(condition) == {"not"}:
        return _is_leaf(condition["not"]) and "not" not in condition["not"]
    if "facts" in condition:
        told = set(condition) - {"facts", "within_days", "ever", "count"}
        return not told and "count" in condition and isinstance(condition["facts"], str)
    return "field" in condition


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else 0


def renumbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Groups counted from 0 on, so that an address of a button stays small."""
    places = {group: place for place, group in enumerate(dict.fromkeys(each.group for each in lines))}
    return tuple(replace(each, group=places[each.group]) for each in lines)
