"""Customers with all that a list can show of them, fetched page by page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bleib.console.conditions.wording import language
from bleib.customers.models import Customer, Standing
from bleib.figures.api import CustomerFigures
from bleib.lights.api import Colour
from bleib.segments.api import Membership


@dataclass(frozen=True)
class Row:
    customer: Customer
    figures: CustomerFigures
    standing: str
    tags: Sequence[str]
    segments: Sequence[str]
    today: date

    @property
    def owner(self) -> str:
        return str(self.customer.owner or "")

    @property
    def light(self) -> Colour | None:
        """The colour; None for one that was not judged."""
        return next((each for each in Colour if each.rank == self.figures.light), None)

    @property
    def overdue_since(self) -> date | None:
        """The day on which it became overdue; None for one that is not."""
        day = self.figures.overdue_on
        return day if day is not None and day <= self.today else None


def rows_of(ids: Sequence[int], *, today: date) -> list[Row]:
    """A row for each customer, in this order; one that has gone meanwhile is left out."""
    customers = Customer.objects.select_related("figures", "owner").in_bulk(list(ids))
    standings = _standings(ids)
    tags, segments = _tags(ids), _segments(ids)
    return [
        Row(customers[id], _figures(customers[id]), standings.get(id, ""), tags[id], segments[id], today)
        for id in ids
        if id in customers
    ]


def _figures(customer: Customer) -> CustomerFigures:
    found: CustomerFigures | None = getattr(customer, "figures", None)
    return found or CustomerFigures(customer=customer)


def _standings(ids: Sequence[int]) -> dict[int, str]:
    open_ones = Standing.objects.filter(customer_id__in=ids, until=None)
    return {each.customer_id: each.get_kind_display() for each in open_ones}


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    links = Customer.tags.through.objects.filter(customer_id__in=ids).order_by("tag__name")
    for customer, tag in links.values_list("customer_id", "tag__name"):
        found[customer].append(tag)
    return found


def _segments(ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of the segments that each belongs to, in their order."""
    found: dict[int, list[str]] = defaultdict(list)
    theirs = Membership.objects.open().filter(customer_id__in=ids, contact=None).select_related("segment")
    for each in theirs.order_by("segment__position"):
        found[each.customer_id].append(each.segment.name(language()))
    return found
