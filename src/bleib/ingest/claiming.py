"""Facts that waited for an owner: as they are kept, and as they count once the owner is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction

from bleib.customers.models import Customer
from bleib.history.api import NewFact, record
from bleib.history.bulk import insert
from bleib.history.fact_types import TYPES
from bleib.history.props import PropKind
from bleib.ingest.message import Message
from bleib.ingest.models import IdKind, Unclaimed
from bleib.ingest.models.identity import Digester
from bleib.ingest.owners import Owner, current
from bleib.ingest.records import chunks
from bleib.worker.api import lease

BATCH = 2_000


def keep(waiting: Iterable[tuple[Message, str, Mapping[str, Any]]]) -> None:
    """Facts of messages that nobody owns yet, each with the digest of its id, in the caller's transaction."""
    insert(
        Unclaimed,
        ("source", "digest", "fact", "received_at"),
        (
            (message.source.id, digest, msgspec.json.encode(said).decode(), message.received_at)
            for message, digest, said in waiting
        ),
    )


def claim(owners: Mapping[str, Owner]) -> list[NewFact]:
    """Facts that waited for these owners, by the digest of the id they came under; they wait no more."""
    return [fact for some in chunks(owners) for fact in _claim(some, owners)]


def _claim(digests: Sequence[str], owners: Mapping[str, Owner]) -> list[NewFact]:
    found = Unclaimed.objects.filter(digest__in=digests).order_by("pk")
    facts = [_fact(_unpacked(row.fact), owners[row.digest]) for row in found]
    found.delete()
    return facts


def claim_late(*, now: datetime) -> int:
    """The worker's job: customers that appeared since, and whose number is the user id of facts that wait.

    Returns how many facts. An import that names a customer after its events came is so heard of, too.
    """
    if not Unclaimed.objects.exists():
        return 0
    claimed = 0
    with lease("ingest", doing="Claiming events"):
        for customers in _appeared(now - timedelta(days=settings.UNCLAIMED_DAYS)):
            digester = Digester()
            owners = {digester.of(IdKind.USER, each.number): Owner(current(each)) for each in customers}
            with transaction.atomic():
                claimed += record(claim(owners), now=now)
    return claimed


def _fact(said: Mapping[str, Any], owner: Owner) -> NewFact:
    customer, contact = owner.keys
    return NewFact(customer=customer, contact=contact, **said)


def _appeared(since: datetime) -> Iterator[list[Customer]]:
    rows = Customer.objects.filter(created_at__gte=since).select_related("merged_into").order_by("pk").iterator()
    while some := list(islice(rows, BATCH)):
        yield some


def _unpacked(told: dict[str, Any]) -> dict[str, Any]:
    amounts = {name: Decimal(told[name]) for name in ("amount", "quantity") if told.get(name) is not None}
    dates = {prop.name for prop in TYPES[told["type"]].props if prop.kind is PropKind.DATE}
    props = {name: date.fromisoformat(value) if name in dates else value for name, value in told["props"].items()}
    return {**told, **amounts, "props": props, "occurred_at": datetime.fromisoformat(told["occurred_at"])}
