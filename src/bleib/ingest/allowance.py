"""How much a public source may leave behind in a day: anybody can read its key, and write as many ids as they like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from bleib.ingest.models import Outcome, Source, Tally

# Rows that stay: links of a browser to somebody, and events that wait for somebody nobody knows.
A_DAY = {Outcome.PEOPLE: 50_000, Outcome.UNCLAIMED: 200_000}


class Allowance:
    """What public sources have left behind today, with what `counts` says of this turn."""

    def __init__(self, sources: Collection[Source], counts: Counter[tuple[int, str]], *, day: date) -> None:
        public = [source.pk for source in sources if source.is_public]
        rows = Tally.objects.filter(day=day, outcome__in=A_DAY, source__in=public)
        self._before = {(source, outcome): events for source, outcome, events in rows.values_list(
            "source", "outcome", "events")}  # fmt: skip
        self._counts = counts

    def is_spent(self, source: Source, outcome: Outcome) -> bool:
        """Whether nothing more of the kind is taken from the source until tomorrow (UTC)."""
        if not source.is_public:
            return False
        key = (source.pk, outcome.value)
        return self._before.get(key, 0) + self._counts[key] >= A_DAY[outcome]
