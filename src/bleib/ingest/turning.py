"""Messages in, facts and counts out: what one transaction of the worker does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bleib.history.models import Setting
from bleib.history.parcel import Packing
from bleib.ingest import seen
from bleib.ingest.allowance import Allowance
from bleib.ingest.claiming import MOST, claim, keep, soon
from bleib.ingest.faults import Unfit
from bleib.ingest.mapping import Told, key_of
from bleib.ingest.message import Message
from bleib.ingest.models import Outcome, Source, Tally
from bleib.ingest.owners import NAMING, Erased, Owners
from bleib.ingest.people import People
from bleib.ingest.rules import RuleBook
from bleib.ingest.signing import drop_what_nobody_signed

Counts = Counter[tuple[int, str]]  # of a source's messages, by what became of them


class Turning:
    """All within one transaction, with the deletion of the requests. `counts` knows of messages that cannot be read."""

    def __init__(self, messages: Sequence[Message], counts: Counts, *, now: datetime) -> None:
        self._now, self._day, self._counts = now, now.astimezone(UTC).date(), counts
        self._facts = Packing()
        self._unclaimed: list[tuple[Message, str, Mapping[str, Any]]] = []
        self._new = self._not_seen(messages)
        drop_what_nobody_signed(self._new)
        self._owners = Owners(self._new, now=now)
        self._people = People(self._owners, now=now)
        sources = {message.source for message in self._new}
        self._allowance = Allowance(sources, counts, day=self._day)
        self._book = RuleBook(sources, currency=str(Setting.read("currency", "EUR")), now=now)

    def run(self) -> None:
        for message in self._new:
            self._count(message.source, self._outcome(message))

    def save(self) -> Packing:
        """Write what came of it; returns the facts, which the caller keeps in the same transaction."""
        seen.remember([message.digest for message in self._new], now=self._now)
        keep(self._unclaimed)
        self._owners.save()
        self._claim()
        self._book.save()
        Tally.add(self._counts, day=self._day)
        return self._facts

    def _claim(self) -> None:
        claimed = claim(self._owners.linked)
        for fact in claimed:
            self._facts.add(fact)
        if len(claimed) == MOST:
            soon(now=self._now)

    def _not_seen(self, messages: Sequence[Message]) -> list[Message]:
        """The first of each message that did not come before."""
        by_digest: dict[bytes, Message] = {}
        for message in messages:
            if by_digest.setdefault(message.digest, message) is not message:
                self._count(message.source, Outcome.AGAIN)
        for digest in seen.known_among([*by_digest]):
            self._count(by_digest.pop(digest).source, Outcome.AGAIN)
        return list(by_digest.values())

    def _count(self, source: Source, outcome: str) -> None:
        self._counts[source.id, outcome] += 1

    def _outcome(self, message: Message) -> Outcome:
        if message.has_consent is False or (message.source.needs_consent and not message.has_consent):
            return Outcome.NO_CONSENT
        if not (message.user or message.anonymous):
            return Outcome.UNSIGNED if message.source.needs_signature else Outcome.FAULTY
        try:
            return self._said(message) if message.kind in NAMING else self._happened(message)
        except Erased:
            return Outcome.ERASED

    def _said(self, message: Message) -> Outcome:
        if self._allowance.is_spent(message.source, Outcome.PEOPLE):
            return Outcome.TOO_MANY
        known: bool = getattr(self._people, message.kind)(message)
        return Outcome.PEOPLE if known else Outcome.UNCLAIMED

    def _happened(self, message: Message) -> Outcome:
        owner, meaning = self._owners.owner_of_event(message), self._book.meaning(message)
        if not meaning.rule.type:
            return Outcome.LEFT_OUT
        try:
            told = meaning.told(message)
        except Unfit as fault:
            self._book.fault(meaning.rule, fault.code)
            return Outcome.FAULTY
        if owner is None:
            return self._waits(message, told)
        for line, each in enumerate(told):
            key = key_of(message, line if len(told) > 1 else None)
            self._facts.put(each.line, whose=owner.keys, at=message.at, source=message.source.key, key=key)
        return Outcome.FACT

    def _waits(self, message: Message, told: Sequence[Told]) -> Outcome:
        """Until somebody says whose it is."""
        if self._allowance.is_spent(message.source, Outcome.UNCLAIMED):
            return Outcome.TOO_MANY
        digest = self._owners.digest(message)
        for line, each in enumerate(told):
            key = key_of(message, line if len(told) > 1 else None)
            said = {**each.said, "occurred_at": message.at, "source": message.source.key, "key": key}
            self._unclaimed.append((message, digest, said))
        return Outcome.UNCLAIMED
