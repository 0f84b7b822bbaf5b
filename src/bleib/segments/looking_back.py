"""How many belonged to a segment before there was one: counted once, at the ends of a year's months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from bleib.customers.grouping import product_groups
from bleib.history.models import Import
from bleib.history.past_home import past_of_home
from bleib.segments.filling import wanted
from bleib.segments.models import PastCount, Segment
from bleib.segments.past import is_of_history, members_at
from bleib.worker.api import checkpoint

MONTHS = 12
A_DAY = timedelta(days=1)


def is_look_back_due(_now: datetime) -> bool:
    """Whether there is a segment that was filled, and nobody has counted who would have belonged to it before."""
    return bool(_uncounted())


def look_back(*, now: datetime) -> int:
    """Count the members of segments at month ends before they were filled; returns how many segments were counted.

    By today's conditions and what was known then. Days before the first fact are not counted. A segment that asks for
    what is not known of earlier days has no such counts.
    """
    asked, first = _uncounted(), _first_day()
    if not asked or first is None:
        return 0
    counted: dict[date, Mapping[str, int]] = {}
    days = sorted({day for row in asked.values() for day in month_ends(filled_on(row))})
    with past_of_home(settings.HOME, now=now, groups=product_groups()) as past:
        for day in days:
            checkpoint()
            if day >= first:
                found = members_at(past.at(day + A_DAY), day + A_DAY, only=asked)
                counted[day] = dict(zip(*_counts(found), strict=True))
    for key, row in asked.items():
        counts = {day: counted[day].get(key, 0) for day in month_ends(filled_on(row)) if day in counted}
        _keep(row, counts, by=_by(row, first))
    return len(asked)


def filled_on(segment: Segment) -> date:
    """The local day on which it was filled for the first time."""
    assert segment.filled_at is not None
    return timezone.localtime(segment.filled_at).date()


def month_ends(before: date) -> list[date]:
    """The last days of the twelve months before a day, the latest first."""
    return list(_month_ends(before))


def _month_ends(before: date) -> Iterator[date]:
    day = before
    for _ in range(MONTHS):
        day = day.replace(day=1) - A_DAY
        yield day


def _uncounted() -> dict[str, Segment]:
    """Segments by key whose counts were made by another condition, before older facts came in, or never."""
    if (first := _first_day()) is None:
        return {}
    known = wanted()
    rows = {key: known.rows[key] for key, rule in known.rules.items() if is_of_history(rule)}
    return {key: row for key, row in rows.items() if row.filled_at is not None and row.counted_by != _by(row, first)}


def _first_day() -> date | None:
    """The first day of what was imported; facts that come one by one tell of no year before."""
    day: date | None = Import.objects.done().aggregate(day=Min("first_day"))["day"]
    return day


def _by(segment: Segment, first: date) -> str:
    return f"{segment.made_by[:48]} {first.isoformat()}"


def _counts(members: object) -> tuple[list[str], list[int]]:
    counted = members.group_by("segment").aggregate([([], "count_all")])  # type: ignore[attr-defined]
    return counted["segment"].to_pylist(), counted["count_all"].to_pylist()


def _keep(segment: Segment, counts: Mapping[date, int], *, by: str) -> None:
    with transaction.atomic():
        PastCount.objects.filter(segment=segment).delete()
        PastCount.objects.bulk_create(
            PastCount(segment=segment, last=day, members=members) for day, members in counts.items()
        )
        Segment.objects.filter(pk=segment.pk).update(counted_by=by)
