"""The order of sets and of the rules in them: one place up or down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from bleib.lights.definition import Definition, RuleText, SetText
from bleib.lights.editing import edit
from bleib.rules.edits import Edit

if TYPE_CHECKING:
    from bleib.accounts.models import User

Keyed = TypeVar("Keyed", RuleText, SetText)


def move_rule(key: str, *, up: bool, by: User | None, now: datetime) -> list[Edit]:
    """One place within its set. At the end of it nothing happens."""
    return edit(lambda old: _with_rule(old, key, up=up), by=by, now=now)


def move_set(key: str, *, up: bool, by: User | None, now: datetime) -> list[Edit]:
    """One place among the sets: the upper one is asked first. At the end nothing happens."""
    return edit(lambda old: Definition(_moved(old.sets, key, up=up)), by=by, now=now)


def _with_rule(old: Definition, key: str, *, up: bool) -> Definition:
    return Definition(tuple(replace(each, rules=_moved(each.rules, key, up=up)) for each in old.sets))


def _moved(listed: Sequence[Keyed], key: str, *, up: bool) -> tuple[Keyed, ...]:
    place = next((n for n, each in enumerate(listed) if each.key == key), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(listed):
        return tuple(listed)
    order = list(listed)
    order[place], order[other] = order[other], order[place]
    return tuple(order)
