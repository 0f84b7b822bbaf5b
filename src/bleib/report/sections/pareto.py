"""How much of the revenue hangs on how few customers."""

from __future__ import annotations

from typing import Any

from bleib.report.compose import Report
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words
from bleib.ui.chart import ACCENT, NEUTRAL, Chart, rows
from bleib.ui.table import Column, Table

METRICS = ("pareto", "lorenz")
TENTHS = range(0, 101, 10)


def section(report: Report, words: Words) -> Section:
    title, row = words.say("pareto_title"), report.one("pareto")
    if not report.has_amounts:
        return Section("pareto", title, (words.say("pareto_unknown"),))
    if row["share"] is None:
        return Section("pareto", title, (words.say("pareto_none", window=report.revenue_window),), metrics=METRICS)
    table = tenths(report, words)
    values = {"top": row["top_customers"], "share": row["share"], "window": report.revenue_window}
    figures = (
        Figure(words.say("pareto_share"), words.percent(row["share"]), words.say("pareto_small", **values)),
        Figure("Gini", words.show(row["gini"], "number"), words.say("gini_small")),
    )
    return Section(
        name="pareto",
        title=title,
        sentences=(words.say("pareto_sentence", **values),),
        figures=figures,
        chart=chart(report, words, table),
        brief=table,
        metrics=METRICS,
    )


def tenths(report: Report, words: Words) -> Table:
    """The Lorenz curve read at every tenth of the customers, the most valuable first."""
    points = [(float(row["customers_share"]), float(row["revenue_share"])) for row in report.rows("lorenz")]
    columns = (Column(words.say("best_customers"), "percent"), Column(words.say("revenue_share"), "percent"))
    lines = tuple((float(tenth), 100 - _read(points, 100 - tenth)) for tenth in TENTHS if tenth)
    return Table(words.say("pareto_caption"), columns, lines)


def chart(report: Report, words: Words, table: Table) -> Chart:
    """Lorenz curve against the line of equal shares."""
    points = [(float(row["customers_share"]), float(row["revenue_share"])) for row in report.rows("lorenz")]
    # On a phone there is no room for six labels.
    percent = {"labelExpr": "datum.label + '\u00a0%'", "values": [0, 25, 50, 75, 100]}
    x = {"field": "customers", "type": "quantitative", "title": words.say("lorenz_x"),
         "axis": percent, "scale": {"domain": [0, 100]}}  # fmt: skip
    y = {"field": "revenue", "type": "quantitative", "title": words.say("lorenz_y"), "axis": percent}
    spec: dict[str, Any] = {
        "height": 260,
        "encoding": {"x": x, "y": y},
        "layer": [
            {"data": rows("customers", "revenue", of=[(0, 0), (100, 100)]),
             "mark": {"type": "line", "color": NEUTRAL, "strokeDash": [4, 4], "strokeWidth": 1}},
            {"data": rows("customers", "revenue", of=points), "mark": {"type": "line", "color": ACCENT}},
        ],
    }  # fmt: skip
    return Chart("pareto", words.say("pareto_caption"), spec, table)


def _read(points: list[tuple[float, float]], at: float) -> float:
    """The curve's height at `at`, between two points in a straight line."""
    left = max((point for point in points if point[0] <= at), default=points[0])
    right = min((point for point in points if point[0] >= at), default=points[-1])
    if right[0] == left[0]:
        return left[1]
    return left[1] + (right[1] - left[1]) * (at - left[0]) / (right[0] - left[0])
