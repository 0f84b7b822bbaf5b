"""From facts to messages: one row per fact and endpoint, in the transaction that notes that the fact was acted on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from bleib.customers.models import Customer
from bleib.history.feed import Fact
from bleib.webhooks.content import content
from bleib.webhooks.models import Endpoint, Message

FRESH = timedelta(days=7)  # a weekly export is told, three imported years are not
BATCH = 500
PAGE = "/customers/{}/"  # of the console, which is not loaded here


def wanted_types() -> Collection[str]:
    """The types of facts that any endpoint wants now, paused ones as well."""
    return {kind for types in Endpoint.objects.values_list("types", flat=True) for kind in types}


def write_messages(facts: Sequence[Fact], *, now: datetime) -> int:
    """The handler in the wiring. Returns how many messages there were to write."""
    endpoints = list(Endpoint.objects.all())
    pages = _pages(facts)
    rows = [
        _message(fact, each, page=pages.get(fact.customer or ""), now=now)
        for each in endpoints
        for fact in facts
        if fact.type in each.types
    ]
    Message.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)


def _pages(facts: Sequence[Fact]) -> dict[str, str]:
    """Number of a customer -> the path of their page."""
    numbers = {fact.customer for fact in facts if fact.customer}
    known = Customer.objects.filter(number__in=numbers).values_list("number", "pk")
    return {number: PAGE.format(pk) for number, pk in known}


def _message(fact: Fact, endpoint: Endpoint, *, page: str | None, now: datetime) -> Message:
    return Message(
        endpoint=endpoint,
        key=f"msg_{fact.id.hex()}",
        fact_id=fact.id,
        type=fact.type,
        customer=fact.customer,
        contact=fact.contact,
        body=content(fact, link=endpoint.site + page if page else None),
        created_at=now,
        next_at=now,
    )
