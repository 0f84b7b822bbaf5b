"""The worker's job: every entry that is not in the chain yet becomes its next link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import IntegrityError, transaction

from bleib.audit import digests, heads
from bleib.audit.models import Concern, Entry, Seal

BATCH = 5_000


def seal(*, now: datetime) -> int:
    """Seal all entries, batch by batch; returns how many. The new head is noted outside the database.

    Two workers may do it at once: a position and an entry are taken once, who comes second leaves it to the first.
    """
    sealed = sum(_batches(now))
    if sealed:
        heads.note(Seal.objects.latest("position"), now=now)
    return sealed


def _batches(now: datetime) -> Iterator[int]:
    while count := _batch(now):
        yield count


def _batch(now: datetime) -> int:
    try:
        with transaction.atomic():
            last = Seal.objects.order_by("-position").first()
            entries = list(Entry.objects.unsealed().order_by("pk")[:BATCH])
            Seal.objects.bulk_create(_links(last, entries, now=now))
    except IntegrityError:
        return 0
    return len(entries)


def _links(last: Seal | None, entries: Collection[Entry], *, now: datetime) -> Iterator[Seal]:
    concerns = concerns_of(entries)
    position, chain = (last.position, last.chain) if last else (0, digests.BEGINNING)
    for entry in entries:
        position += 1
        link = Seal(
            position=position, entry=entry.pk, digest=digests.of_entry(entry, concerns[entry.pk]), sealed_at=now
        )
        link.chain = chain = digests.of_link(chain, link)
        yield link


def concerns_of(entries: Collection[Entry]) -> dict[int, list[str]]:
    """Whom each entry is about; the entries are consecutive."""
    found: dict[int, list[str]] = defaultdict(list)
    if entries:
        pks = [entry.pk for entry in entries]
        rows = Concern.objects.filter(entry__gte=min(pks), entry__lte=max(pks))
        for entry, key in rows.values_list("entry_id", "key"):
            found[entry].append(key)
    return found
