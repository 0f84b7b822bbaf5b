"""What other rooms may ask of the history: tell it what happened, and hear what changed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from bleib.history import aliases, pending, timeline_orders, timeline_sums
from bleib.history import timeline as timelines
from bleib.history.erased import erased_among, readmit
from bleib.history.feed import Fact, facts_of, touched
from bleib.history.models import Change
from bleib.history.new_fact import NewFact
from bleib.history.recording import record
from bleib.history.timeline import Timeline, TimelineEntry, Wanted
from bleib.history.timeline_sums import Dossier, Sums

__all__ = [
    "Change", "Dossier", "Fact", "NewFact", "Sums", "Timeline", "TimelineEntry", "Wanted", "add_alias",
    "append_pending", "customers_of_order", "dossier", "erased_among", "facts_of", "readmit", "record", "remove_alias",
    "timeline", "touched",
]  # fmt: skip


def append_pending(*, now: datetime) -> int:
    """Bring what was recorded into the lake and tell the feed; returns how many facts. Outside of transactions.

    Killed midway, the next call completes it.
    """
    return pending.append_pending(Path(settings.HOME), now=now)


def add_alias(customer: str, into: str, *, now: datetime) -> Change:
    """From now on, what `customer` did counts as done by `into`. Raises BleibError where either is not possible."""
    return aliases.add_alias(customer, into, now=now)


def remove_alias(customer: str, *, now: datetime) -> Change:
    """What `customer` did is its own again. Raises BleibError where it is not merged."""
    return aliases.remove_alias(customer, now=now)


def timeline(customer: str, *, wanted: Wanted, before: str | None = None, limit: int = 50) -> Timeline:
    """A page of what happened to a customer, newest first; `before` is that of the page above.

    Merged numbers and pending facts count. Raises ValueError where `before` is no cursor.
    """
    return timelines.timeline(Path(settings.HOME), customer, wanted=wanted, before=before, limit=limit)


def dossier(customer: str, *, wanted: Wanted, today: date, limit: int = 50) -> Dossier:
    """The first page of a customer's timeline and the sums of all its facts, from one reading."""
    return timeline_sums.dossier(Path(settings.HOME), customer, wanted=wanted, today=today, limit=limit)


def customers_of_order(ref: str, *, limit: int = 20) -> list[tuple[str, str, date]]:
    """Whose is it: numbers of orders, cases and contracts that begin so, with the customer's as it counts and a day."""
    return timeline_orders.customers_of_order(Path(settings.HOME), ref, limit=limit)
