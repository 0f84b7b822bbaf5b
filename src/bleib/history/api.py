"""What other rooms may ask of the history: tell it what happened, and hear what changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from bleib.history import aliases, pending
from bleib.history.erased import erased_among, readmit
from bleib.history.feed import Fact, facts_of, touched
from bleib.history.models import Change
from bleib.history.new_fact import NewFact
from bleib.history.recording import record

__all__ = [
    "Change", "Fact", "NewFact", "add_alias", "append_pending", "erased_among", "facts_of", "readmit", "record",
    "remove_alias", "touched",
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
