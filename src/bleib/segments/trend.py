"""How many belonged to segments at the ends of months, from the instants of entry and exit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from bleib.lights.api import Colour
from bleib.segments.looking_back import filled_on
from bleib.segments.models import Membership, PastCount, Segment
from bleib.segments.reading import counts, lights

MONTHS = 12
RECENTLY = timedelta(days=30)


@dataclass(frozen=True)
class Month:
    """A month from `start` on: `members` when its `last` day ended (today, in the month that runs), and how many
    `entered` and `left` in it.

    `counted`: the segment was not filled yet, and members are those that would have met its condition by what was known
    then; nobody knows who came and went. Members are None where nobody has counted.
    """

    start: date
    last: date
    members: int | None
    entered: int
    left: int
    counted: bool = False


@dataclass(frozen=True)
class Summary:
    """A segment at a glance. `before`: how many belonged to it 30 days ago; None before it was filled."""

    segment: Segment
    count: int
    before: int | None
    trend: Sequence[Month]
    lights: Mapping[Colour, int]


@dataclass(frozen=True)
class Known:
    """What there is about a segment's members: the day on which it was filled for the first time, days on which members
    came and went, with how many (left None: still there), and how many there were on days before."""

    filled_on: date | None
    spans: Sequence[tuple[date, date | None, int]]
    counts: Mapping[date, int]

    def members(self, day: date) -> int | None:
        """How many belonged to it when the day ended."""
        if self.filled_on is None or day < self.filled_on:
            return self.counts.get(day)
        return sum(count for entered, left, count in self.spans if entered <= day and (left is None or left > day))

    def month(self, start: date, last: date) -> Month:
        entered = sum(count for day, _, count in self.spans if start <= day <= last)
        left = sum(count for _, day, count in self.spans if day is not None and start <= day <= last)
        is_counted = self.filled_on is None or last < self.filled_on
        return Month(start, last, self.members(last), entered, left, counted=is_counted)


def trend(segment: Segment, *, today: date, months: int = MONTHS) -> Sequence[Month]:
    """The last months, the one that runs as the last; days are local."""
    return _months(_known(Segment.objects.filter(pk=segment.pk))[segment.pk], today, months=months)


def overview(*, today: date, months: int = MONTHS) -> Sequence[Summary]:
    """All segments in their order, in five queries."""
    known, sizes, lit = _known(Segment.objects.all()), counts(), lights()
    return [
        Summary(
            segment=each,
            count=sizes[each.key],
            before=known[each.pk].members(today - RECENTLY),
            trend=_months(known[each.pk], today, months=months),
            lights=lit[each.key],
        )
        for each in Segment.objects.all()
    ]


def _known(segments: QuerySet[Segment]) -> dict[int, Known]:
    """By segment: few rows, however many members there are."""
    days = Membership.objects.filter(segment__in=segments).order_by()
    dated = days.annotate(entered=TruncDate("entered_at"), left=TruncDate("left_at"))
    spans: dict[int, list[tuple[date, date | None, int]]] = defaultdict(list)
    for pk, entered, left, count in dated.values_list("segment_id", "entered", "left").annotate(Count("pk")):
        spans[pk].append((entered, left, count))
    counted: dict[int, dict[date, int]] = defaultdict(dict)
    for pk, last, members in PastCount.objects.filter(segment__in=segments).values_list("segment", "last", "members"):
        counted[pk][last] = members
    return {each.pk: Known(each.filled_at and filled_on(each), spans[each.pk], counted[each.pk]) for each in segments}


def _months(known: Known, today: date, *, months: int) -> list[Month]:
    starts = [today.replace(day=1)]
    while len(starts) < months:
        starts.insert(0, (starts[0] - timedelta(days=1)).replace(day=1))
    ends = [*(start - timedelta(days=1) for start in starts[1:]), today]
    return [known.month(start, last) for start, last in zip(starts, ends, strict=True)]
