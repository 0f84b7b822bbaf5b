"""Who is likely to leave, most revenue at risk first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.customers.models import Customer
from bleib.figures.light_key import RANKS
from bleib.outlook.api import Outlook

AT_ONCE = 50
SORTS = {
    "at_risk": (gettext_lazy("Revenue at risk"), ("-at_risk", "customer_id")),
    "leave": (gettext_lazy("Chance of leaving"), ("-leave", "-at_risk", "customer_id")),
    "revenue": (gettext_lazy("Expected revenue"), ("-revenue", "customer_id")),
    "value": (gettext_lazy("Value to come"), ("-value", "customer_id")),
}
FURTHEST = 100_000  # pages
PERCENT = 100


@dataclass(frozen=True)
class Likely:
    """A row as the page shows it: chances in percent, `light` as a word of the code, or empty."""

    customer: Customer
    light: str
    leave: float
    low: float | None
    high: float | None
    before: float | None
    at_risk: Decimal
    revenue: Decimal | None

    @classmethod
    def of(cls, row: Outlook) -> Likely:
        chances = (row.leave, row.leave_low, row.leave_high, row.leave_before)
        leave, low, high, before = (None if each is None else each * PERCENT for each in chances)
        return cls(row.customer, _light_of(row.customer), leave or 0.0, low, high, before, row.at_risk, row.revenue)


def _light_of(customer: Customer) -> str:
    figures = getattr(customer, "figures", None)
    rank = figures and figures.light
    return next((light for light, each in RANKS.items() if each == rank), "")


@dataclass(frozen=True)
class Leaving:
    """A page of the list, read from an address; what makes no sense there is left out."""

    sort: str
    page: int
    at_once: int

    @classmethod
    def of(cls, given: Mapping[str, Any], *, at_once: int = AT_ONCE) -> Leaving:
        said, page = str(given.get("sort", "")), str(given.get("page", ""))
        number = int(page) if page.isdecimal() and len(page) < 9 else 1
        return cls(said if said in SORTS else "at_risk", min(max(number, 1), FURTHEST), at_once)

    @property
    def sorts(self) -> list[tuple[str, Any]]:
        return [(name, title) for name, (title, _order) in SORTS.items()]

    @cached_property
    def count(self) -> int:
        return Outlook.objects.count()

    @cached_property
    def rows(self) -> Sequence[Likely]:
        start = (self.page - 1) * self.at_once
        return [Likely.of(each) for each in self._ordered()[start : start + self.at_once]]

    def every(self) -> Iterator[Outlook]:
        """All of them in their order."""
        return self._ordered().iterator(chunk_size=1_000)

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page * self.at_once < self.count else None

    def _ordered(self) -> QuerySet[Outlook]:
        found = Outlook.objects.select_related("customer__owner", "customer__figures")
        return found.order_by(*SORTS[self.sort][1])


def titles() -> list[str]:
    """Headings of the file."""
    return [
        _("Number"), _("Name"), _("Owner"), _("Chance of leaving"), _("at least"), _("at most"), _("30 days earlier"),
        _("Revenue at risk"), _("Expected orders"), _("Expected revenue"), _("Value to come"),
    ]  # fmt: skip


def values(row: Outlook) -> Sequence[Any]:
    """A line of the file; chances are 0 to 1."""
    customer = row.customer
    return [
        customer.number, customer.name, str(customer.owner or ""), row.leave, row.leave_low, row.leave_high,
        row.leave_before, row.at_risk, row.orders, row.revenue, row.value,
    ]  # fmt: skip
