"""Customers by the beginning of their name or number."""

from __future__ import annotations

from django.utils import timezone

from bleib.customers.models import Customer
from bleib.figures.listing.pages import Listing
from bleib.figures.listing.sorts import SORTS
from bleib.figures.listing.wanted import Wanted

MOST = 20


def find(text: str) -> list[Customer]:
    """Up to MOST customers in the order of their names; none for nothing."""
    text = text.strip().replace("\0", "")[:100]
    if not text:
        return []
    listing = Listing.of(Wanted(timezone.localdate(), text=text), SORTS["name"], down=False)
    ids = listing.page(MOST).ids
    customers = Customer.objects.in_bulk(list(ids))
    return [customers[id] for id in ids]
