"""How many belonged to segments at the ends of months, from the instants of entry and exit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from bleib.customers.importing.load import rows_of
from bleib.lights.api import Colour
from bleib.segments.looking_back import filled_on
from bleib.segments.models import PastCount, Segment
from bleib.segments.reading import counts, lights

MONTHS = 12
# Memberships by the hours in UTC in which they began and ended: as few rows as there were hours, and every local day is
# made of whole ones. Django's TruncDate would call Python for each membership of SQLite.
SPANS = {
    "sqlite": (
        "select segment_id, substr(entered_at, 1, 13), substr(left_at, 1, 13), count(*) from segments_membership "
        "where segment_id in ({}) group by 1, 2, 3"
    ),
    "postgresql": (
        "select segment_id, to_char(entered_at at time zone 'UTC', 'YYYY-MM-DD HH24'), "
        "to_char(left_at at time zone 'UTC', 'YYYY-MM-DD HH24'), count(*) from segments_membership "
        "where segment_id in ({}) group by 1, 2, 3"
    ),
}
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
    return _months(_known([segment])[segment.pk], today, months=months)


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


def _known(segments: Iterable[Segment]) -> dict[int, Known]:
    """By segment: few rows, however many members there are."""
    rows = list(segments)
    listed = ", ".join(str(each.pk) for each in rows) or "0"
    spans: dict[int, list[tuple[date, date | None, int]]] = defaultdict(list)
    for pk, entered, left, count in rows_of(SPANS[connection.vendor].format(listed)):
        spans[pk].append((_day(entered), None if left is None else _day(left), count))
    counted: dict[int, dict[date, int]] = defaultdict(dict)
    for each in PastCount.objects.filter(segment__in=[row.pk for row in rows]):
        counted[each.segment_id][each.last] = each.members
    return {row.pk: Known(row.filled_at and filled_on(row), spans[row.pk], counted[row.pk]) for row in rows}


def _day(hour: str) -> date:
    """The local day of an hour in UTC."""
    return timezone.localtime(datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)).date()


def _months(known: Known, today: date, *, months: int) -> list[Month]:
    starts = [today.replace(day=1)]
    while len(starts) < months:
        starts.insert(0, (starts[0] - timedelta(days=1)).replace(day=1))
    ends = [*(start - timedelta(days=1) for start in starts[1:]), today]
    return [known.month(start, last) for start, last in zip(starts, ends, strict=True)]
