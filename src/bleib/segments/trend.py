"""How many belonged to segments at the ends of months, from the instants of entry and exit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from bleib.lights.api import Colour
from bleib.segments.models import Membership, Segment
from bleib.segments.reading import counts, lights

MONTHS = 12
RECENTLY = timedelta(days=30)


@dataclass(frozen=True)
class Month:
    """A month from `start` on: `members` when its `last` day ended (today, in the month that runs), and how many
    `entered` and `left` in it. Members are None before the segment was filled for the first time."""

    start: date
    last: date
    members: int | None
    entered: int
    left: int


@dataclass(frozen=True)
class Summary:
    """A segment at a glance. `before`: how many belonged to it 30 days ago, None where nobody knows."""

    segment: Segment
    count: int
    before: int | None
    trend: Sequence[Month]
    lights: Mapping[Colour, int]


# Days on which members came and went, with how many: entered on, left on (None: still there).
Spans = Sequence[tuple[date, date | None, int]]


def trend(segment: Segment, *, today: date, months: int = MONTHS) -> Sequence[Month]:
    """The last months, the one that runs as the last; days are local."""
    return _months(_filled_on(segment), _spans(segment.memberships.all()).get(segment.pk, ()), today, months=months)


def overview(*, today: date, months: int = MONTHS) -> Sequence[Summary]:
    """All segments in their order, in four queries."""
    spans, sizes, lit = _spans(Membership.objects.all()), counts(), lights()
    return [
        Summary(
            segment=each,
            count=sizes[each.key],
            before=_members(_filled_on(each), spans.get(each.pk, ()), today - RECENTLY),
            trend=_months(_filled_on(each), spans.get(each.pk, ()), today, months=months),
            lights=lit[each.key],
        )
        for each in Segment.objects.all()
    ]


def _spans(memberships: QuerySet[Membership]) -> dict[int, Spans]:
    """By segment: few rows, however many members there are."""
    days = memberships.order_by().annotate(entered=TruncDate("entered_at"), left=TruncDate("left_at"))
    found: dict[int, list[tuple[date, date | None, int]]] = {}
    for segment, entered, left, count in days.values_list("segment_id", "entered", "left").annotate(Count("pk")):
        found.setdefault(segment, []).append((entered, left, count))
    return dict(found)


def _filled_on(segment: Segment) -> date | None:
    return None if segment.filled_at is None else timezone.localtime(segment.filled_at).date()


def _months(filled_on: date | None, spans: Spans, today: date, *, months: int) -> list[Month]:
    starts = [today.replace(day=1)]
    while len(starts) < months:
        starts.insert(0, (starts[0] - timedelta(days=1)).replace(day=1))
    ends = [*(start - timedelta(days=1) for start in starts[1:]), today]
    return [_month(filled_on, spans, days) for days in zip(starts, ends, strict=True)]


def _month(filled_on: date | None, spans: Spans, days: tuple[date, date]) -> Month:
    start, last = days
    entered = sum(count for day, _, count in spans if start <= day <= last)
    left = sum(count for _, day, count in spans if day is not None and start <= day <= last)
    return Month(start, last, _members(filled_on, spans, last), entered, left)


def _members(filled_on: date | None, spans: Spans, day: date) -> int | None:
    """How many belonged to it when the day ended; None before it was filled."""
    if filled_on is None or day < filled_on:
        return None
    return sum(count for entered, left, count in spans if entered <= day and (left is None or left > day))
