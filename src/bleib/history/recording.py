"""Taking facts into the history: rows in the transaction of what caused them.

Models record facts, so this file is loaded with them: it knows neither the lake nor its libraries.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection

from bleib.history.erased import erased_among
from bleib.history.models import PendingFact, Setting
from bleib.history.new_fact import NewFact

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
    nobody = erased_among({row.customer for row in rows if row.customer})
    for row in rows:
        if row.customer in nobody:
            row.customer = row.contact = None
    PendingFact.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


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
