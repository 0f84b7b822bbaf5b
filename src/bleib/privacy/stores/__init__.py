"""Places outside the tables that may know a person: the lake, files, logs, sessions. Each is a store.

Rooms above register theirs in AppConfig.ready(). What a store does has to be harmless when it is done again: whatever
dies midway is called again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bleib.kernel.personal import Erase, Said
from bleib.privacy.people import Person


class Store(Protocol):
    """`name` is kept in the list of what is done; `label` and `kept` are shown."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> Said: ...

    @property
    def kept(self) -> Said:
        """How long, in words."""

    @property
    def ends(self) -> Erase:
        """What becomes of what it holds: deleted, or emptied."""

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:
        """What it holds about the person, as JSON."""

    def preview(self, person: Person) -> int:
        """How many things erasing would remove or empty."""

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:
        """Forget them; a customer comes with its contacts. Outside of transactions."""

    def let_go(self, *, now: datetime, dry_run: bool) -> int:
        """Remove what is kept long enough; returns how many."""


_STORES: dict[str, Store] = {}


def register(store: Store) -> None:
    """Make a store known; it is asked in the order of registration."""
    _STORES[store.name] = store


def registered() -> tuple[Store, ...]:
    return tuple(_STORES.values())
