"""How the list of customers behind a figure is sorted and cut into pages, and what stands in its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.figures.api import Member

AT_ONCE = 50
SORTS = {
    "value": gettext_lazy("Part of the figure"),
    "revenue": gettext_lazy("Revenue to date"),
    "last_on": gettext_lazy("Last order"),
    "number": gettext_lazy("Number"),
}


@dataclass(frozen=True)
class Listing:
    """A page of a sorted list, read from an address; what makes no sense there is left out."""

    sort: str
    page: int
    is_sum: bool
    query: Mapping[str, str]

    @classmethod
    def of(cls, given: Any, *, is_sum: bool) -> Listing:
        offered = [name for name in SORTS if is_sum or name != "value"]
        page = given.get("page", "")
        number = int(page) if page.isdecimal() and len(page) < 9 else 1
        sort = given.get("sort") if given.get("sort") in offered else offered[0]
        return cls(sort, max(number, 1), is_sum, {name: value for name, value in given.items() if name != "page"})

    @property
    def start(self) -> int:
        return (self.page - 1) * AT_ONCE

    @property
    def sorts(self) -> list[tuple[str, Any]]:
        return [(name, title) for name, title in SORTS.items() if self.is_sum or name != "value"]

    def after(self, count: int) -> int | None:
        """Number of the next page of a list of `count`, if there is one."""
        return self.page + 1 if self.start + AT_ONCE < count else None

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None


def titles(*, is_sum: bool) -> list[str]:
    """Headings of the file."""
    part = [_("Part of the figure")] if is_sum else []
    return [_("Number"), _("Name"), _("Owner"), *part, _("Revenue to date"), _("Last order")]


def values(member: Member, *, is_sum: bool) -> Sequence[Any]:
    """A line of the file."""
    customer = member.customer
    owner = str(customer.owner) if customer and customer.owner else ""
    part = [member.value] if is_sum else []
    return [member.number, customer.name if customer else "", owner, *part, member.revenue, member.last_on]
