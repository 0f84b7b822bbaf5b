"""What became of the events of each source lately."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Sum

from bleib.ingest.models import Outcome, Source, Tally

DAYS = 30


@dataclass(frozen=True)
class Summary:
    """A source, its events of the last 30 days by what became of them, and the day of the last one."""

    source: Source
    events: int
    outcomes: Sequence[tuple[str, int]]
    last_day: date | None


def summary(*, now: datetime) -> list[Summary]:
    """All sources, those in use first."""
    since = (now - timedelta(days=DAYS)).date()
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    recent = Tally.objects.filter(day__gte=since).values_list("source", "outcome").annotate(Sum("events"))
    for source, outcome, events in recent:
        counts[source][outcome] = events
    last = dict(Tally.objects.order_by().values_list("source").annotate(Max("day")))
    sources = sorted(Source.objects.all(), key=lambda source: source.revoked_at is not None)
    return [_summary(source, counts[source.pk], last.get(source.pk)) for source in sources]


def _summary(source: Source, counts: dict[str, int], last: date | None) -> Summary:
    told = [(str(outcome.label), counts[outcome]) for outcome in Outcome if counts.get(outcome)]
    return Summary(source, sum(counts.values()), told, last)
