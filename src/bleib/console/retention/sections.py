"""The report's sections on retention, with the customers behind each figure, and what only a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from bleib.console.retention.links import Links, linked, pointing
from bleib.kernel.windows import Window, following
from bleib.metrics import DEFINITIONS
from bleib.report import Report
from bleib.report.compose import Row
from bleib.report.sections import bridge, cohorts, regulars, retention
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words
from bleib.ui.table import Table

MOST_AGES = 36


def stayed(report: Report, words: Words, links: Links) -> Section:
    """Who stayed between the two windows, and period after period."""
    made = retention.section(report, words)
    addresses = (
        links.to("retention", "kept"), links.to("retention_regulars", "kept"), links.to("retention", "lost"),
        links.to("retention", "new"), links.to("won_back_rate", "won_back"),
    )  # fmt: skip
    chart = made.chart and replace(made.chart, numbers=_series(report, made.chart.numbers, links))
    return replace(made, figures=pointing(made.figures, addresses), chart=chart, tables=(_pair(made.tables[0], links),))


def lost_revenue(report: Report, words: Words, links: Links) -> Section:
    """The bridge, each part with those it is made of."""
    made = bridge.section(report, words)
    if made.chart is None:
        return made
    row = report.one("revenue_retention")
    steps = [name for name, _sign in bridge.STEPS if row[name] or name != "late_refunds"]
    parts = ((None, links.to("revenue_retention", name), None) for name in ("start", *steps, "end"))
    return replace(made, chart=replace(made.chart, numbers=linked(made.chart.numbers, parts)))


def second_order(report: Report, words: Words, links: Links) -> Section:
    """Who becomes a regular, and who still has not ordered again."""
    made = regulars.section(report, words)
    row = report.one("time_to_second_order")
    addresses = (links.to("repeat_share", "regulars"), links.to("regular_revenue_share", "regular_revenue"))
    waiting = Figure(
        _("Still without a second order"),
        words.count(row["customers"] - row["second_orders"]),
        _("of %(customers)s first-time buyers") % {"customers": words.count(row["customers"])},
        links.to("time_to_second_order", "waiting"),
    )
    figures = (*pointing(made.figures, addresses[: len(made.figures)]), waiting)
    return replace(made, figures=figures)


def matrix(report: Report, words: Words, links: Links, *, view: str) -> Section:
    """Cohorts as a heat map whose cells lead to their customers."""
    chosen = cohorts.VIEWS[view]
    ages = range(min(cohorts.oldest(report), MOST_AGES) + 1)
    table = cohorts.matrix(report, words, ages=ages, view=chosen)
    observed = {(row["cohort"], row["age"]) for row in report.rows(chosen.slug)}
    cell = "revenue" if chosen.column.startswith("revenue") else "customers"

    def address(cohort: object, age: int) -> str | None:
        return links.to(chosen.slug, cell, cohort=cohort, age=age) if (cohort, age) in observed else None

    rows = (
        (None, links.to("cohorts", "size", cohort=cohort, age=0), *(address(cohort, age) for age in ages))
        for cohort in cohorts.order(report)
    )
    made = cohorts.section(report, words)
    if not table.rows:
        return replace(made, chart=None)
    return replace(made, chart=None, tables=(linked(table, rows),))


def _pair(table: Table, links: Links) -> Table:
    def address(slug: str, cell: str) -> str | None:
        members = DEFINITIONS[slug].members
        return links.to(slug, cell) if members and cell in members.cells else None

    return linked(
        table, ((None, address("retention", name), address("retention_regulars", name)) for name in retention.PAIR)
    )


def _series(report: Report, numbers: Table, links: Links) -> Table:
    return linked(numbers, (_of_period(row, report, links) for row in report.rows("retention_series")))


def _of_period(row: Row, report: Report, links: Links) -> Sequence[str | None]:
    """A pair of neighbouring periods is a question about two windows."""
    base = Window(row["period"], row["next_period"])
    next_ = Window(row["next_period"], following(row["next_period"], report.windows.unit))
    cells = ("customers_start", "kept", "lost", "new", "won_back")
    known = (row[cell] is not None for cell in cells)
    found = (
        links.to("retention", cell, base=base, next=next_) if there else None
        for cell, there in zip(cells, known, strict=True)
    )
    return (None, *found, None, None)
