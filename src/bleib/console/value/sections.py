"""What the revenue hangs on: the report's sections with the customers behind each figure, and breadth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from bleib.console.retention.links import Links, linked, pointing
from bleib.figures.api import Answer
from bleib.report import Report
from bleib.report.compose import Row
from bleib.report.sections import contracts, pareto, rfm
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words
from bleib.ui.chart import Chart
from bleib.ui.table import Column, Table

FIFTHS = range(5, 0, -1)


def few_bring_much(report: Report, words: Words, links: Links) -> Section:
    """Pareto now, and the Lorenz curve."""
    made = pareto.section(report, words)
    addresses = (links.to("pareto", "top_revenue"), "")
    return replace(made, figures=pointing(made.figures, addresses[: len(made.figures)]))


def who_is_who(report: Report, words: Words, links: Links) -> Section:
    """The RFM map, its segments, and who moved between them."""
    made = rfm.section(report, words)
    if made.chart is None:
        return made
    filled = {(row["r"], row["f"]) for row in report.grid}
    fields = (
        (None, *(links.to("rfm", "customers", r=r, f=f) if (r, f) in filled else None for r in range(1, 6)))
        for f in FIFTHS
    )
    segments, *moves = made.tables
    tables = (
        linked(segments, _of_segments(report, segments, links)),
        *(linked(each, _of_moves(report, links)) for each in moves),
    )
    return replace(made, chart=_clickable(made.chart, linked(made.chart.numbers, fields), links), tables=tables)


def _clickable(chart: Chart, numbers: Table, links: Links) -> Chart:
    """The map whose fields lead to their customers, as the cells of its table do."""
    if not links.allowed:
        return replace(chart, numbers=numbers)
    values = [
        each | {"href": links.to("rfm", "customers", r=each["r"], f=each["f"])} for each in chart.spec["data"]["values"]
    ]
    shared = chart.spec["encoding"] | {"href": {"field": "href", "type": "nominal"}}
    return replace(chart, spec={**chart.spec, "data": {"values": values}, "encoding": shared}, numbers=numbers)


def recurring(report: Report, words: Words, links: Links) -> Section | None:
    """MRR, NRR and GRR with their bridge; None without contracts."""
    made = contracts.section(report, words)
    if made is None:
        return None
    addresses = (links.to("mrr", "mrr"), "", "", links.to("contract_retention", "kept"))
    figures = pointing(made.figures, addresses[-len(made.figures) :])
    if made.chart is None:
        return replace(made, figures=figures)
    steps = ("start", *(slug for slug, _sign, _name in contracts.STEPS), "end")
    bridge = linked(made.chart.numbers, ((None, links.to("mrr_bridge", step), None) for step in steps))
    return replace(made, figures=figures, chart=replace(made.chart, numbers=bridge))


def breadth(found: Answer, words: Words, links: Links) -> Section | None:
    """How many product groups or features a customer chooses, and which were given up by whom stayed."""
    if not found.breadth:
        return None
    figures = [each for row in found.breadth for each in _breadth(row, words, links)]
    return Section(
        name="breadth",
        title=_("How broadly customers buy"),
        sentences=(_("Who buys several things leaves less easily; a group that is given up is an early sign."),),
        figures=tuple(figures),
        tables=(_dropped(found.dropped, words, links),) if found.dropped else (),
        metrics=("breadth_mean", "dropped_features"),
    )


def _of_segments(report: Report, table: Table, links: Links) -> Sequence[Sequence[str | None]]:
    rest = (None,) * (len(table.columns) - 2)
    return [
        (None, links.to("rfm_segments", "customers", segment=row["segment"]), *rest) for row in rfm.best_first(report)
    ]


def _of_moves(report: Report, links: Links) -> Sequence[Sequence[str | None]]:
    return [
        (None, None, links.to("rfm_migration", "customers", segment=row["segment"], next_segment=row["next_segment"]))
        for row in rfm.moves(report)
    ]


def _breadth(row: Row, words: Words, links: Links) -> Sequence[Figure]:
    bought = row["kind"] == "bought"
    title = _("Product groups per customer") if bought else _("Features per customer")
    offered = _("of %(offered)s on offer") % {"offered": words.count(row["offered"])}
    single = _("Customers with a single group") if bought else _("Customers with a single feature")
    share = _("%(share)s of %(customers)s") % {
        "share": words.percent(row["one_share"]), "customers": words.count(row["customers"])
    }  # fmt: skip
    return (
        Figure(title, words.show(row["mean"], "ratio"), offered),
        Figure(single, words.count(row["one"]), share, links.to("breadth_mean", "one", kind=row["kind"])),
    )


def _dropped(rows: Sequence[Row], words: Words, links: Links) -> Table:
    columns = (Column(_("Product group or feature"), "name"), Column(words.say("customers"), "count"))
    lines = tuple((row["feature"], row["customers"]) for row in rows)
    caption = _("Given up most often by customers who stayed")
    addresses = (
        (None, links.to("dropped_features", "customers", kind=row["kind"], feature=row["feature"])) for row in rows
    )
    return linked(Table(caption, columns, lines), addresses)
