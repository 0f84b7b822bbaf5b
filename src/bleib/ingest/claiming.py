"""Facts that waited for an owner: as they are kept, and as they count once the owner is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from bleib.customers.models import Customer
from bleib.history.api import NewFact, record
from bleib.history.bulk import insert
from bleib.history.fact_types import TYPES
from bleib.history.props import PropKind
from bleib.ingest.message import Message
from bleib.ingest.models import Identity, IdKind, Unclaimed
from bleib.ingest.models.identity import Digester
from bleib.ingest.owners import Owner, current, owners_of
from bleib.ingest.records import chunks
from bleib.worker.api import checkpoint, enqueue, lease

BATCH = 2_000
MOST = 10_000  # of one transaction: under one id there may be what a public key leaves behind in a month
REST = "claim-rest"


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
    """Facts that waited for these owners, by the digest of the id they came under; they wait no more.

    At most MOST; whoever gets as many asks again, or has it done `soon`.
    """
    facts: list[NewFact] = []
    for some in chunks(owners):
        facts += _claim(Unclaimed.objects.filter(digest__in=some), owners, most=MOST - len(facts))
    return facts


def _claim(waiting: QuerySet[Unclaimed], owners: Mapping[str, Owner], *, most: int) -> list[NewFact]:
    found = list(waiting.order_by("pk").values_list("pk", "digest", "fact")[:most])
    for some in chunks(pk for pk, _digest, _fact in found):
        Unclaimed.objects.filter(pk__in=some).delete()
    return [_fact(_unpacked(fact), owners[digest]) for _pk, digest, fact in found]


def soon(*, now: datetime) -> None:
    """Have the worker claim what is left, if the caller's transaction comes to its end."""
    enqueue(task=REST, key=REST, now=now)


def claim_rest(*, now: datetime) -> int:
    """The worker's job: facts whose id belongs to somebody by now, MOST of them; comes again as long as there are more.

    Returns how many. So a turn stays small however much came under one id, and new events get their turn between.
    """
    known = Identity.objects.filter(customer__isnull=False).exclude(value="")  # who is erased claims nothing
    with lease("ingest", doing="Claiming events"), transaction.atomic():
        waiting = Unclaimed.objects.filter(digest__in=known.values("digest"))
        digests = set(waiting.order_by("pk").values_list("digest", flat=True)[:MOST])
        claimed = record(claim(owners_of(digests)), now=now)
        if claimed == MOST:
            soon(now=now)
    return claimed


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
            claimed += sum(_portions(owners, now=now))
    soon(now=now)  # the rest of what a job left that failed for good
    return claimed


def _portions(owners: Mapping[str, Owner], *, now: datetime) -> Iterator[int]:
    """All that waited for them, MOST in a transaction; how many each."""
    count = MOST
    while count == MOST:
        checkpoint()
        with transaction.atomic():
            count = record(claim(owners), now=now)
        yield count


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
