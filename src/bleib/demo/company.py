"""Three years of invoices and credit notes of the invented wholesaler "Werkstoff & Technik Nordhain"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from bleib.demo import baskets
from bleib.demo.calendar import is_open, months_before, office_hour, open_day, years_before
from bleib.demo.catalogue import Article
from bleib.demo.customers import Customer, customers, order_days

NAME = "Werkstoff & Technik Nordhain (erfunden)"
YEARS = 3
SHARE_CREDITED = 0.03


@dataclass(frozen=True)
class Line:
    """One invoice or credit-note position: `amount` = quantity x price in EUR, negative on a credit note."""

    ref: str
    at: datetime
    customer: Customer | None  # None: sold over the counter
    article: Article
    quantity: Decimal
    price: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Document:
    """An invoice (RE), counter receipt (BV) or credit note (GS) before it gets its number."""

    kind: str
    at: datetime
    customer: Customer | None
    positions: tuple[baskets.Position, ...]


@dataclass(frozen=True)
class Company:
    """The days observed are `[start, until)`; `lines` are sorted by time."""

    start: date
    until: date
    customers: tuple[Customer, ...] = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)

    @cached_property
    def by_number(self) -> dict[str, Customer]:
        return {customer.number: customer for customer in self.customers}


def demo_company(today: date, *, seed: int = 2) -> Company:
    """The company as seen in the morning of `today`: three years up to yesterday. The same call, the same lines."""
    until = today
    start = years_before(until, YEARS)
    everybody = customers(start=start, until=until, seed=seed)
    prices = baskets.Prices(raised_on=months_before(until, 18))
    documents = [
        document
        for customer in everybody
        for document in customer_documents(customer, until=until, prices=prices, seed=seed)
    ]
    documents += counter_sales(start=start, until=until, prices=prices, seed=seed)
    return Company(start=start, until=until, customers=tuple(everybody), lines=tuple(numbered(documents)))


def customer_documents(customer: Customer, *, until: date, prices: baskets.Prices, seed: int) -> Iterator[Document]:
    """The customer's invoices, and a credit note after some of them."""
    rng = Random(f"{seed}/orders/{customer.number}")
    for day in order_days(customer, rng):
        positions = baskets.basket(customer, prices=prices, day=day, rng=rng)
        yield Document("RE", office_hour(day, rng), customer, positions)
        returned_on = open_day(day + timedelta(days=rng.randrange(3, 26)), rng)
        if rng.random() < SHARE_CREDITED and returned_on < until:
            yield Document("GS", office_hour(returned_on, rng), customer, baskets.returned(positions, rng))


def counter_sales(*, start: date, until: date, prices: baskets.Prices, seed: int) -> Iterator[Document]:
    """One or two receipts without a customer on most open days."""
    rng = Random(f"{seed}/counter")
    for offset in range((until - start).days):
        day = start + timedelta(days=offset)
        for _ in range(rng.randrange(3) if is_open(day) else 0):
            yield Document("BV", office_hour(day, rng), None, baskets.counter_basket(prices=prices, day=day, rng=rng))


def numbered(documents: Iterable[Document]) -> Iterator[Line]:
    """Number the documents as an ERP does, by kind, year and time, and lay out their positions."""
    used: dict[tuple[str, int], int] = {}
    for document in sorted(documents, key=sort_key):
        series = (document.kind, document.at.year)
        used[series] = used.get(series, 0) + 1
        ref = f"{document.kind}{document.at:%y}-{used[series]:05d}"
        for position in document.positions:
            yield line(ref, document, position)


def sort_key(document: Document) -> tuple[datetime, str, str]:
    return document.at, document.kind, document.customer.number if document.customer else ""


def line(ref: str, document: Document, position: baskets.Position) -> Line:
    return Line(
        ref=ref,
        at=document.at,
        customer=document.customer,
        article=position.article,
        quantity=position.quantity,
        price=position.price,
        amount=position.amount,
    )
