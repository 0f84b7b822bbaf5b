"""The worker's job: requests that wait become facts, people and counts, in one transaction with their deletion."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import msgspec
from django.db import InterfaceError, OperationalError, transaction

from bleib.history.api import NewFact, record
from bleib.history.bulk import insert
from bleib.history.models import Setting
from bleib.ingest import mapping
from bleib.ingest.allowance import Allowance
from bleib.ingest.claiming import claim, fact, packed
from bleib.ingest.faults import NO_FACT, Unfit
from bleib.ingest.message import Message, read
from bleib.ingest.models import Outcome, Seen, Source, Tally, Unclaimed, Waiting
from bleib.ingest.owners import Erased, Owners
from bleib.ingest.people import People
from bleib.ingest.rules import RuleBook
from bleib.kernel.crash import point
from bleib.kernel.errors import UsageError
from bleib.worker.api import Stopping, checkpoint, lease

EVENTS = 4_000  # of one transaction: on SQLite nobody else writes meanwhile
FEWEST = 100  # where people are made of them, or the machine is busy
LONGEST_TURN = 1.0  # seconds; after a longer one less is taken
REQUESTS = 500
PASSING = (Stopping, OperationalError, InterfaceError)


def work_off(*, now: datetime) -> int:
    """Turn all requests that wait into facts; returns how many events they held. One process at a time.

    A request on which this fails does not keep the others waiting; afterwards the first failure is raised, and the
    job comes again for it.
    """
    done, most, failures = 0, EVENTS, dict[int, Exception]()
    with lease("ingest", doing="Reading events"):
        while rows := _next(failures, most):
            checkpoint()
            began = time.monotonic()
            done += _turn_most(rows, failures=failures, now=now)
            most = EVENTS if time.monotonic() - began < LONGEST_TURN else max(most // 2, FEWEST)
    if failures:
        raise next(iter(failures.values()))
    return done


def _turn_most(rows: Sequence[Waiting], *, failures: dict[int, Exception], now: datetime) -> int:
    """All at once; where that fails one by one, so that only those wait on which it fails."""
    try:
        return _turn(rows, now=now)
    except PASSING:
        raise
    except Exception as failure:  # noqa: BLE001 (raised when all had their turn)
        if len(rows) == 1:
            failures[rows[0].pk] = failure
            return 0
    return sum(_turn_most([row], failures=failures, now=now) for row in rows)


def is_anything_waiting(_now: datetime) -> bool:
    return Waiting.objects.exists()


def _next(failed: Collection[int], most: int) -> list[Waiting]:
    """The oldest requests, up to `most` events of them, but one at least."""
    chosen: list[int] = []
    events = 0
    sizes = Waiting.objects.exclude(pk__in=failed).order_by("pk").values_list("pk", "events")[:REQUESTS]
    for pk, held in sizes:  # without the bodies: the oldest requests may be large
        if chosen and events + held > most:
            break
        chosen.append(pk)
        events += held
    return list(Waiting.objects.filter(pk__in=chosen).select_related("source").order_by("pk"))


def _turn(rows: Sequence[Waiting], *, now: datetime) -> int:
    with transaction.atomic():
        turning = Turning(rows, now=now)
        turning.run()
        turning.save()
        Waiting.objects.filter(pk__in=[row.pk for row in rows]).delete()
        point("ingest.turned")
    point("ingest.done")
    return sum(row.events for row in rows)


class Turning:
    """One transaction's work: messages in, facts and counts out."""

    def __init__(self, rows: Sequence[Waiting], *, now: datetime) -> None:
        self._now, self._day = now, now.astimezone(UTC).date()
        self._counts: Counter[tuple[int, str]] = Counter()
        self._messages = [message for row in rows for message in self._read(row)]
        self._currency = str(Setting.read("currency", "EUR"))
        self._facts: list[NewFact] = []
        self._unclaimed: list[Unclaimed] = []

    def run(self) -> None:
        self._new = self._not_seen()
        self._owners = Owners(self._new, now=self._now)
        self._people = People(self._owners, now=self._now)
        sources = {message.source for message in self._new}
        self._allowance = Allowance(sources, self._counts, day=self._day)
        self._book = RuleBook(sources, now=self._now)
        for message in self._new:
            self._count(message.source, self._outcome(message))

    def save(self) -> None:
        """Write what came of it, in the caller's transaction."""
        insert(Seen, ("digest", "seen_at"), ((message.digest, self._now) for message in self._new))
        Unclaimed.objects.bulk_create(self._unclaimed, batch_size=2_000)
        self._owners.save()
        self._facts += claim(self._owners.linked)
        record(self._facts, now=self._now)
        self._book.save()
        Tally.add(self._counts, day=self._day)

    def _read(self, row: Waiting) -> list[Message]:
        try:
            return list(read(row, row.source))
        except (msgspec.DecodeError, RecursionError):  # it was checked when it came, so this is about memory and luck
            self._counts[row.source_id, Outcome.FAULTY] += row.events
            return []

    def _not_seen(self) -> list[Message]:
        """The first of each message that did not come before."""
        by_digest: dict[bytes, Message] = {}
        for message in self._messages:
            if by_digest.setdefault(message.digest, message) is not message:
                self._count(message.source, Outcome.AGAIN)
        digests = list(by_digest)
        for at in range(0, len(digests), 2_000):
            known = Seen.objects.filter(digest__in=digests[at : at + 2_000]).values_list("digest", flat=True)
            for digest in known:
                self._count(by_digest.pop(bytes(digest)).source, Outcome.AGAIN)
        return list(by_digest.values())

    def _count(self, source: Source, outcome: str) -> None:
        self._counts[source.pk, outcome] += 1

    def _outcome(self, message: Message) -> Outcome:
        if message.has_consent is False or (message.source.needs_consent and not message.has_consent):
            return Outcome.NO_CONSENT
        try:
            return self._said(message) if message.kind in ("identify", "group", "alias") else self._happened(message)
        except Erased:
            return Outcome.ERASED

    def _said(self, message: Message) -> Outcome:
        if self._allowance.is_spent(message.source, Outcome.PEOPLE):
            return Outcome.TOO_MANY
        known: bool = getattr(self._people, message.kind)(message)
        return Outcome.PEOPLE if known else Outcome.UNCLAIMED

    def _happened(self, message: Message) -> Outcome:
        owner, rule = self._owners.owner(message), self._book.rule(message)
        if not rule.type:
            return Outcome.LEFT_OUT
        try:
            told = list(mapping.facts(message, rule, currency=self._currency))
            facts = [fact(said, owner) for said in told]
        except (Unfit, UsageError) as fault:
            self._book.fault(rule, fault.code if isinstance(fault, Unfit) else NO_FACT)
            return Outcome.FAULTY
        if owner is not None:
            self._facts += facts
            return Outcome.FACT
        if self._allowance.is_spent(message.source, Outcome.UNCLAIMED):
            return Outcome.TOO_MANY
        digest = self._owners.digest(message)
        self._unclaimed += [
            Unclaimed(source=message.source, digest=digest, fact=packed(said), received_at=message.received_at)
            for said in told
        ]
        return Outcome.UNCLAIMED
