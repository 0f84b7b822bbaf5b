"""How many belong to each segment, how that changed and how they stand, counted beforehand where there are many.

Counting a million memberships takes seconds: then the worker does it, as long as somebody looks at the list, and a page
reads what it counted.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from bleib.history.models import Setting
from bleib.lights.api import Colour
from bleib.segments.models import Membership, Segment
from bleib.segments.reading import members
from bleib.segments.trend import Month, Summary, overview

KEPT, LOOKED_AT = "segments counted", "segments list looked at"
MANY = 100_000  # memberships; fewer are counted while the page waits, in a quarter of a second
OLD = timedelta(minutes=5)
REST = 20  # counting takes at most so small a part of the time
LATELY, NOTED_EVERY = timedelta(hours=1), timedelta(minutes=10)


@dataclass(frozen=True)
class Counted:
    """`at`: when it was counted; None: just now."""

    segments: Sequence[Summary]
    at: datetime | None = None


def overview_soon(*, now: datetime) -> Counted:
    """All segments in their order, without letting a page wait."""
    today = timezone.localtime(now).date()
    if not _are_many():
        return Counted(overview(today=today))
    _note(now)
    kept = Setting.read(KEPT)
    if kept is None:
        return Counted(overview(today=today))
    rows = kept["segments"]
    return Counted([_read(each, rows.get(each.key)) for each in Segment.objects.all()], _instant(kept["at"]))


def is_count_due(now: datetime) -> bool:
    """Whether there are many, and nothing is counted yet, or it is old and somebody looks at it."""
    kept = Setting.read(KEPT)
    if kept is None:
        return _are_many()
    is_old = now - _instant(kept["at"]) > max(OLD, timedelta(seconds=REST * kept["took"]))
    looked_at = Setting.read(LOOKED_AT)
    return is_old and looked_at is not None and now - _instant(looked_at) < LATELY


def count_segments(*, now: datetime) -> int:
    """Count and keep it; returns how many memberships there are."""
    begun = time.monotonic()
    found = overview(today=timezone.localtime(now).date())
    rows = {each.segment.key: _told(each) for each in found}
    Setting.write(KEPT, {"at": now.isoformat(), "took": time.monotonic() - begun, "segments": rows})
    return sum(each.count for each in found)


def _are_many() -> bool:
    return Membership.objects.order_by()[: MANY + 1].count() > MANY


def _note(now: datetime) -> None:
    """That somebody looks at the list."""
    before = Setting.read(LOOKED_AT)
    if before is None or now - _instant(before) > NOTED_EVERY:
        Setting.write(LOOKED_AT, now.isoformat())


def _told(found: Summary) -> Mapping[str, Any]:
    months = [[each.start.isoformat(), each.last.isoformat(), each.members, each.entered, each.left, each.counted]
              for each in found.trend]  # fmt: skip
    lights = {colour.value: count for colour, count in found.lights.items()}
    return {"count": found.count, "before": found.before, "trend": months, "lights": lights}


def _read(segment: Segment, told: Mapping[str, Any] | None) -> Summary:
    """As it was counted; one that is younger than that has its members and nothing else."""
    if told is None:
        return Summary(segment, members(segment).count(), None, (), dict.fromkeys(Colour, 0))
    trend = [Month(_day(start), _day(last), *rest) for start, last, *rest in told["trend"]]
    lights = {colour: told["lights"].get(colour.value, 0) for colour in Colour}
    found = Summary(segment, told["count"], told["before"], trend, lights)
    return found if segment.is_active else replace(found, count=0)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(text: str) -> date:
    return date.fromisoformat(text)
