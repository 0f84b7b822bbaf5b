"""Customers and contacts that ids lead to: each is read once, however many ids lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from bleib.customers.models import Contact, Customer
from bleib.ingest.models import Identity

NUMBER = ("number", "merged_into__number", "merged_into__merged_into")


def customers(*, whole: bool) -> QuerySet[Customer]:
    """With all columns only where they may be filled: reading thirty of a thousand takes longer than all the rest."""
    rows = Customer.objects.select_related("merged_into")
    return rows if whole else rows.only(*NUMBER)


def attach(identities: Sequence[Identity], *, whole: bool) -> None:
    """Give each its customer and its contact, and the contact its customer."""
    contacts = _by_key(Contact.objects.all() if whole else Contact.objects.only("customer"), _contacts(identities))
    numbers = {row.customer_id for row in identities} | {each.customer_id for each in contacts.values()}
    found = _by_key(customers(whole=whole), numbers)
    for contact in contacts.values():
        contact.customer = found[contact.customer_id]
    for row in identities:
        if row.customer_id is not None:
            row.customer = found[row.customer_id]
        if row.contact_id is not None:
            row.contact = contacts[row.contact_id]


def chunks(values: Iterable[Any], size: int = 2_000) -> Iterator[list[Any]]:
    """Few enough for one question to the database."""
    all_ = list(values)
    return (all_[at : at + size] for at in range(0, len(all_), size))


def _contacts(identities: Sequence[Identity]) -> set[int | None]:
    return {row.contact_id for row in identities}


def _by_key(rows: QuerySet[Any], keys: set[int | None]) -> dict[int, Any]:
    return {row.pk: row for some in chunks(keys - {None}) for row in rows.filter(pk__in=some)}
