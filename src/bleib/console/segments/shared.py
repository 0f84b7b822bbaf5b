"""What a segment shares with others: members, and conditions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bleib.console.conditions.wording import language
from bleib.segments.api import IN_SEGMENT, Overlap, Segment, segments
from bleib.ui.table import Column, Table

PERCENT = 100
Json = Any  # a condition, or a part of one


def table(found: Sequence[Overlap]) -> Table | None:
    """One row for each other segment; None where no member is shared."""
    if not found:
        return None
    columns = (
        Column(_("Segment"), "name"), Column(_("In both"), "count"), Column(_("Share of this segment"), "percent"),
        Column(_("Share of the other one"), "percent"),
    )  # fmt: skip
    lines = tuple(
        (each.segment.name(language()), each.both, _share(each.both, each.own), _share(each.both, each.others))
        for each in found
    )
    links = tuple((reverse("segment", args=[each.segment.key]), None, None, None) for each in found)
    return Table(_("Members in both"), columns, lines, links)


def asking(found: Segment) -> list[tuple[str, str]]:
    """Key and name of the segments whose condition asks for this one."""
    return [(each.key, each.name(language())) for each in segments() if found.key in _asked(each.condition)]


def circle(key: str, condition: Json) -> list[str]:
    """Names of the segments through which this one would ask for itself, from it and back to it; empty if it does not.

    A segment that is not kept yet has no name to be asked for by.
    """
    rows = {each.key: each for each in segments()}
    asked = {each.key: _asked(each.condition) for each in rows.values()} | {key: _asked(condition)}
    paths, seen = [[key]], set[str]()
    for path in paths:
        for other in asked.get(path[-1], ()):
            if other == key:
                return [rows[each].name(language()) for each in (*path, key) if each in rows]
            if other not in seen:
                seen.add(other)
                paths.append([*path, other])
    return []


def _share(part: int, whole: int) -> float | None:
    return part / whole * PERCENT if whole else None


def _asked(condition: Json) -> list[str]:
    """Keys of the segments that a condition asks for itself."""
    if isinstance(condition, list):
        return [key for each in condition for key in _asked(each)]
    if not isinstance(condition, Mapping):
        return []
    if condition.get("field") == IN_SEGMENT:
        return [key for key in (condition.get("has"), *(condition.get("has_any") or ())) if key]
    return [key for each in condition.values() for key in _asked(each)]
