"""Taking facts into the history: rows in the transaction of what caused them.

Models record facts, so this file is loaded with them: it knows neither the lake nor its libraries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from bleib.history.bulk import insert
from bleib.history.erased import erased_among
from bleib.history.models import PendingFact, Setting
from bleib.history.new_fact import NewFact

COLUMNS = (
    *("fact_id", "type", "customer", "contact", "occurred_at", "occurred_on", "amount", "currency", "quantity"),
    *("product", "ref", "source", "props", "noted_at"),
)


def record(facts: Iterable[NewFact], *, now: datetime) -> int:
    """Take facts into the history, together with the state that caused them; returns how many.

    Inside the caller's transaction: both are kept, or none. A fact that is known already (same source, type and key)
    counts once, as it is said now. A fact of an erased customer is taken without the customer.
    """
    if not connection.in_atomic_block:
        raise AssertionError("A fact is recorded in the transaction of what caused it: transaction.atomic().")
    told = list(facts)
    currency = Setting.read("currency", "EUR")
    nobody = erased_among({fact.customer for fact in told if fact.customer})
    insert(PendingFact, COLUMNS, (_row(fact, currency=currency, nobody=nobody, now=now) for fact in told))
    return len(told)


def _row(fact: NewFact, *, currency: str, nobody: Collection[str], now: datetime) -> tuple[Any, ...]:
    known = fact.customer not in nobody
    return (
        fact.id,
        fact.type,
        fact.customer if known else None,
        fact.contact if known else None,
        fact.occurred_at,
        fact.day(settings.TIME_ZONE),
        fact.amount,
        None if fact.amount is None else currency,
        fact.quantity,
        fact.product,
        fact.ref,
        fact.source,
        fact.props_json,
        now,
    )
