"""Every customer's own rhythm, how late they are by it, and the most valuable of the late."""

from __future__ import annotations

from typing import Any

from bleib.report.compose import Report, Row
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words, precision
from bleib.ui.chart import ACCENT, LOSS, Chart, rows
from bleib.ui.table import Column, Table

METRICS = ("order_gaps", "rhythm")
OVERDUE = ("overdue",)
RATIO = 2.0
SHOWN = 20  # rows of the list that are open on the page
MORE = 80  # further rows to unfold
BRIEF = 10


def section(report: Report, words: Words) -> Section:
    table = classes(report, words)
    known = sum(row["customers"] for row in report.lateness)
    return Section(
        name="rhythm",
        title=words.say("rhythm_title"),
        sentences=(sentence(report, words, known),),
        chart=chart(report, words, table) if known else None,
        metrics=METRICS,
    )


def overdue(report: Report, words: Words) -> Section:
    """The list to work through: whom to call first, and why."""
    count = report.worth["customers"]
    if not count:
        return Section("overdue", words.say("overdue_title"), (words.say("overdue_none"),), metrics=OVERDUE)
    table = listing(report, words)
    rest = Table(table.caption, table.columns, table.rows[SHOWN : SHOWN + MORE])
    figures = [Figure(words.say("overdue_count"), words.count(count), words.say("overdue_small"))]
    if report.worth["revenue_year"] is not None:
        money = words.compact(report.worth["revenue_year"])
        figures.append(Figure(words.say("overdue_worth"), money, words.say("overdue_worth_small")))
    return Section(
        name="overdue",
        title=words.say("overdue_title"),
        sentences=(words.say("overdue_sentence"),),
        figures=tuple(figures),
        tables=(table.first(SHOWN),),
        more=(words.say("overdue_more", more=len(rest.rows)), rest) if rest.rows else None,
        brief=table.first(BRIEF),
        metrics=OVERDUE,
    )


def sentence(report: Report, words: Words, known: int) -> str:
    gaps = report.one("order_gaps")
    if not known or gaps["median_days"] is None:
        return words.say("rhythm_none")
    late = report.worth["customers"]
    return words.say("rhythm_sentence", known=known, median=gaps["median_days"], p90=gaps["p90"], late=late)


def listing(report: Report, words: Words) -> Table:
    """Overdue customers, the most valuable first, each with its reason in words."""
    columns = [Column(words.say("customer"), "name"), Column(words.say("reason"))]
    if report.has_amounts:
        money = precision(row["revenue_year"] for row in report.rows("overdue"))
        columns += [Column(words.say("revenue_year"), money)]
    columns += [Column(words.say("overdue_ratio"), "times"), Column(words.say("orders"), "count")]
    lines = []
    for row in report.rows("overdue"):
        worth = (row["revenue_year"],) if report.has_amounts else ()
        lines.append((name(row), reason(row, words), *worth, row["overdue_ratio"], row["orders"]))
    return Table(words.say("overdue_caption"), tuple(columns), tuple(lines))


def name(row: Row) -> str:
    """Name and number; the number alone where no name is known."""
    return f"{row['name']} ({row['customer']})" if row["name"] else str(row["customer"])


def reason(row: Row, words: Words) -> str:
    return words.say("reason_text", gap=row["usual_gap"], since=row["days_since"])


def classes(report: Report, words: Words) -> Table:
    """How many customers are how late, in multiples of their own usual gap."""
    columns = (Column(words.say("lateness")), Column(words.say("customers"), "count"))
    return Table(
        words.say("rhythm_caption"), columns, tuple((_class(row, words), row["customers"]) for row in report.lateness)
    )


def chart(report: Report, words: Words, table: Table) -> Chart:
    """Bars per class of lateness; the overdue ones differ in colour and by their labels, and each has its number."""
    bars = [
        (number, _class(row, words), row["customers"], words.count(row["customers"]), (row["low"] or 0) >= RATIO)
        for number, row in enumerate(report.lateness)
    ]
    x = {"field": "label", "type": "nominal", "sort": None, "title": words.say("lateness_axis").splitlines(),
         "axis": {"labelAngle": 0}}  # fmt: skip
    y = {"field": "customers", "type": "quantitative", "axis": None}
    colour = {"field": "late", "type": "nominal", "legend": None,
              "scale": {"domain": [False, True], "range": [ACCENT, LOSS]}}  # fmt: skip
    spec: dict[str, Any] = {
        "height": 220,
        "data": rows("number", "label", "customers", "text", "late", of=bars),
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "bar", "width": {"band": 0.6}}, "encoding": {"color": colour}},
            {"mark": {"type": "text", "dy": -8}, "encoding": {"text": {"field": "text", "type": "nominal"}}},
        ],
    }  # fmt: skip
    return Chart("rhythm", words.say("rhythm_caption"), spec, table)


def _class(row: Row, words: Words) -> str:
    if row["high"] is None:
        return words.say("lateness_open", low=row["low"])
    return words.say("lateness_class", low=row["low"] or 0, high=row["high"])
