"""What a segment shares with others: members, and conditions."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from bleib.console.conditions.wording import language
from bleib.segments.api import Overlap, Segment, segments
from bleib.ui.table import Column, Table

IN_SEGMENT = "in_segment"
PERCENT = 100


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
    return [(each.key, each.name(language())) for each in segments() if _asks(each.condition, found.key)]


def _share(part: int, whole: int) -> float | None:
    return part / whole * PERCENT if whole else None


def _asks(condition: object, key: str) -> bool:
    if isinstance(condition, list):
        return any(_asks(each, key) for each in condition)
    if not isinstance(condition, dict):
        return False
    if condition.get("field") == IN_SEGMENT:
        return key in (condition.get("has"), *(condition.get("has_any") or ()))
    return any(_asks(each, key) for each in condition.values())
