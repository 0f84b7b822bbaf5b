"""Walking the chain: is every entry there, and does it say what it said when it was sealed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from bleib.audit import append_only, digests, heads
from bleib.audit.findings import Finding, Problem
from bleib.audit.models import Concern, Entry, Seal
from bleib.audit.models.entry import EMPTY, KEPT
from bleib.audit.verbs import EMPTIED, ERASED

BATCH = 2_000
LATE = timedelta(days=1)  # the worker seals every few minutes


def verify(*, now: datetime) -> list[Finding]:
    """What is wrong with the log, in the order of the chain; last what is not sealed yet (no fault)."""
    unguarded = [Finding(Problem.UNGUARDED, text=name) for name in append_only.missing(connection)]
    walk = _Walk(now=now)
    found = [finding for batch in _seals() for finding in walk.check(batch)]
    return [*unguarded, *found, *walk.beyond(), *_unsealed()]


def _seals() -> Iterator[list[Seal]]:
    last = -1
    while batch := list(Seal.objects.filter(position__gt=last).order_by("position")[:BATCH]):
        last = batch[-1].position
        yield batch


def _unsealed() -> list[Finding]:
    count = Entry.objects.unsealed().count()
    return [Finding(Problem.UNSEALED, text=str(count))] if count else []


@dataclass
class _Walk:
    """Where the walk has come to, and what it needs to know on the way."""

    now: datetime
    position: int = 0
    chain: str = digests.BEGINNING
    noted: dict[int, str] = field(default_factory=lambda: dict(heads.noted()))
    emptied: set[int] = field(
        default_factory=lambda: {
            pk
            for entry in Entry.objects.filter(verb=EMPTIED)
            for pk in entry.data.get("parameters", {}).get("entries", ())  # gone with the content after three years
        }
    )
    erased: set[str] = field(
        default_factory=lambda: set(Concern.objects.filter(entry__verb=ERASED).values_list("key", flat=True))
    )

    def check(self, batch: Sequence[Seal]) -> Iterator[Finding]:
        pks = [seal.entry for seal in batch]
        entries = Entry.objects.in_bulk(pks)
        concerns = _concerns(pks)
        for seal in batch:
            yield from self._link(seal)
            entry = entries.get(seal.entry)
            if entry is None:
                yield Finding(Problem.MISSING, seal.entry)
            else:
                yield from self._entry(entry, seal, concerns.get(entry.pk, []))

    def beyond(self) -> Iterator[Finding]:
        """A noted head that the chain does not reach: its end was cut off."""
        last = max(self.noted, default=0)
        if last > self.position:
            yield Finding(Problem.CUT, text=f"{self.position} < {last}")

    def _link(self, seal: Seal) -> Iterator[Finding]:
        if seal.position != self.position + 1:
            yield Finding(Problem.LINK_MISSING, text=f"{self.position + 1} - {seal.position - 1}")
        elif seal.chain != digests.of_link(self.chain, seal):
            yield Finding(Problem.LINK_CHANGED, seal.entry, text=str(seal.position))
        if self.noted.get(seal.position, seal.chain) != seal.chain:
            yield Finding(Problem.REWRITTEN, seal.entry, text=str(seal.position))
        self.position, self.chain = seal.position, seal.chain

    def _entry(self, entry: Entry, seal: Seal, concerns: list[str]) -> Iterator[Finding]:
        if digests.of_entry(entry, concerns) != seal.digest or not _content_fits(entry):
            yield Finding(Problem.CHANGED, entry.pk)
        elif entry.is_emptied and not self._may_be_empty(entry, concerns):
            yield Finding(Problem.EMPTIED, entry.pk)
        if seal.sealed_at - entry.at > LATE:
            yield Finding(Problem.LATE, entry.pk)

    def _may_be_empty(self, entry: Entry, concerns: list[str]) -> bool:
        """The log says that a person it is about was erased, or its time is over."""
        over = entry.at.date() <= KEPT.latest_start(self.now.date())
        return over or entry.pk in self.emptied or not self.erased.isdisjoint(concerns)


def _content_fits(entry: Entry) -> bool:
    if entry.is_emptied:
        return entry.content == EMPTY
    return digests.of_content(entry.salt, entry.content) == entry.content_digest


def _concerns(pks: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for entry, key in Concern.objects.filter(entry__in=pks).values_list("entry_id", "key"):
        found.setdefault(entry, []).append(key)
    return found
