"""What a list of customers can show: one table. Name and number stand in front of every row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.console.customers.rows import Row


@dataclass(frozen=True)
class ListColumn:
    """`kind` as in report.words; `sort`: the order that its title leads to."""

    name: str
    title: Promise
    read: Callable[[Row], Any]
    kind: str = "text"
    sort: str = ""

    @property
    def numeric(self) -> bool:
        return self.kind not in ("text", "name", "day")


def _of(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.customer, name) or None


def _figure(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.figures, name)


COLUMNS = {
    column.name: column
    for column in (
        ListColumn("light", _("Traffic light"), lambda row: str(row.light.label) if row.light else None, sort="light"),
        ListColumn("standing", _("Standing"), lambda row: row.standing or None),
        ListColumn("country", _("Country"), _of("country")),
        ListColumn("city", _("City"), _of("city"), "name"),
        ListColumn("industry", _("Industry"), _of("industry"), "name"),
        ListColumn("owner", _("Owner"), lambda row: row.owner or None, "name"),
        ListColumn("tags", _("Tags"), lambda row: ", ".join(row.tags) or None, "name"),
        ListColumn("segments", _("Segments"), lambda row: ", ".join(row.segments) or None, "name"),
        ListColumn("through", _("Acquired through"), _of("acquired_through"), "name"),
        ListColumn("first_on", _("First order"), _figure("first_on"), "day"),
        ListColumn("last_on", _("Last order"), _figure("last_on"), "day", "last_on"),
        ListColumn("orders", _("Orders"), lambda row: row.figures.orders or None, "count", "orders"),
        ListColumn("revenue_year", _("Revenue of its last year"), _figure("revenue_year"), "units", "revenue_year"),
        ListColumn("revenue", _("Revenue"), _figure("revenue"), "units", "revenue"),
        ListColumn("usual_gap", _("Usual days between orders"), _figure("usual_gap"), "number"),
        ListColumn("overdue", _("Overdue since"), lambda row: row.overdue_since, "day", "overdue_on"),
        ListColumn("mrr", _("Recurring a month"), _figure("mrr"), "units", "mrr"),
        ListColumn("vat_id", _("VAT id"), _of("vat_id")),
        ListColumn("mail", _("E-mail address"), _of("mail"), "name"),
        ListColumn("phone", _("Phone"), _of("phone")),
    )
}
CHOSEN = ("light", "country", "owner", "last_on", "orders", "revenue_year", "overdue")
