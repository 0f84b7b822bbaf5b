"""What other rooms may ask of the history: tell it what happened, and hear what changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from bleib.history import aliases, erased, pending
from bleib.history.facts import NewFact
from bleib.history.feed import Fact, facts_of, touched
from bleib.history.models import Change, PendingFact, Setting

__all__ = [
    "Change", "Fact", "NewFact", "add_alias", "append_pending", "erased_among", "facts_of", "readmit", "record",
    "remove_alias", "touched",
]  # fmt: skip

BATCH = 2_000


def record(facts: Iterable[NewFact], *, now: datetime) -> int:
    """Take facts into the history, together with the state that caused them; returns how many.

    Inside the caller's transaction: both are kept, or none. A fact that is known already (same source, type and key)
    counts once, as it is said now. A fact of an erased customer is taken without the customer.
    """
    if not connection.in_atomic_block:
        raise AssertionError("A fact is recorded in the transaction of what caused it: transaction.atomic().")
    currency = Setting.read("currency", "EUR")
    rows = [_pending(fact, currency=currency, now=now) for fact in facts]
    nobody = erased.erased_among({row.customer for row in rows if row.customer})
    for row in rows:
        if row.customer in nobody:
            row.customer = row.contact = None
    PendingFact.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


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


def erased_among(numbers: Iterable[str]) -> set[str]:
    """Those of the numbers that belong to an erased customer: nothing new is taken under them."""
    return erased.erased_among(numbers)


def readmit(number: str) -> None:
    """The customer came back: what comes in from now on may carry the number again."""
    erased.readmit(number)


def _pending(fact: NewFact, *, currency: str, now: datetime) -> PendingFact:
    return PendingFact(
        fact_id=fact.id,
        type=fact.type,
        customer=fact.customer,
        contact=fact.contact,
        occurred_at=fact.occurred_at,
        occurred_on=fact.day(settings.TIME_ZONE),
        amount=fact.amount,
        currency=None if fact.amount is None else currency,
        quantity=fact.quantity,
        product=fact.product,
        ref=fact.ref,
        source=fact.source,
        props=fact.props_json,
        noted_at=now,
    )
