"""How many become regulars, and how long the second order takes."""

from __future__ import annotations

from typing import Any

from bleib.report.compose import Report, Row
from bleib.report.sections.section import Figure, Section, label
from bleib.report.words import Words
from bleib.ui.chart import Chart, rows
from bleib.ui.table import Column, Table

METRICS = ("repeat_share", "regular_revenue_share", "time_to_second_order", "second_order_curve")
HORIZONS = (30, 60, 90, 180, 365)
CURVE_DAYS = 730  # what the chart shows
MILESTONES = (7, 14, 30, 60, 90, 180, 365, 730)


def section(report: Report, words: Words) -> Section:
    title, sentence = words.say("regulars_title"), second_order_sentence(report, words)
    curve = _curve(report)
    return Section(
        name="regulars",
        title=title,
        sentences=(sentence,),
        figures=figures(report, words),
        chart=chart(curve, words, milestones(curve, words)) if len(curve) > 1 else None,
        brief=within(report, words) if report.one("time_to_second_order")["second_orders"] else None,
        metrics=METRICS,
    )


def second_order_sentence(report: Report, words: Words) -> str:
    """The median time to the second order, or the share within a year where half never come back."""
    row = report.one("time_to_second_order")
    if not row["second_orders"]:
        return words.say("second_none")
    if row["median_days"] is not None:
        return words.say("second_median", median=row["median_days"])
    horizon = max((days for days in HORIZONS if row[f"share_{days}"] is not None), default=None)
    if horizon is None:
        return words.say("second_young")
    return words.say("second_share", share=row[f"share_{horizon}"], horizon=horizon)


def figures(report: Report, words: Words) -> tuple[Figure, ...]:
    repeat, revenue = report.one("repeat_share"), report.one("regular_revenue_share")
    small = words.say("repeat_small", regulars=repeat["regulars"], customers=repeat["customers"])
    both = (
        Figure(label("repeat_share", words.lang), words.show(repeat["repeat_share"], "percent"), small),
        Figure(
            label("regular_revenue_share", words.lang),
            words.show(revenue["share"], "percent"),
            words.say("regular_revenue_small", next=report.windows.next),
        ),
    )
    return both if report.has_amounts else both[:1]


def within(report: Report, words: Words) -> Table:
    """Share of first-time buyers with a second order, by days since the first."""
    row = report.one("time_to_second_order")
    columns = (Column(words.say("within")), Column(words.say("second_share_column"), "percent"))
    lines = tuple((words.days(days), row[f"share_{days}"]) for days in HORIZONS)
    return Table(words.say("second_caption"), columns, lines)


def milestones(curve: list[Row], words: Words) -> Table:
    """The curve read at a few days; days nobody was observed for are left out."""
    reached = [[row for row in curve if row["days"] <= days][-1:] for days in MILESTONES if days <= _last(curve)]
    columns = (
        Column(words.say("within")), Column(words.say("at_risk"), "count"),
        Column(words.say("second_share_column"), "percent"),
    )  # fmt: skip
    days = [each for each in MILESTONES if each <= _last(curve)]
    lines = [
        (words.days(day), row[0]["at_risk"], row[0]["share"]) for day, row in zip(days, reached, strict=True) if row
    ]
    return Table(words.say("second_caption"), columns, tuple(lines))


def chart(curve: list[Row], words: Words, table: Table) -> Chart:
    """Kaplan-Meier curve: a step up at every day on which somebody ordered again."""
    points = [(row["days"], row["share"]) for row in curve]
    spec: dict[str, Any] = {
        "height": 220,
        "data": rows("days", "share", of=points),
        "mark": {"type": "line", "interpolate": "step-after"},
        "encoding": {
            "x": {"field": "days", "type": "quantitative", "title": words.say("days_after_first"),
                  "axis": {"values": [0, 30, 90, 180, 270, 365, 545, 730]}, "scale": {"nice": False}},
            "y": {"field": "share", "type": "quantitative", "title": None, "scale": {"domain": [0, 100]},
                  "axis": {"labelExpr": "datum.label + '\u00a0%'", "tickCount": 5}},
        },
    }  # fmt: skip
    return Chart("regulars", words.say("second_caption"), spec, table)


def _curve(report: Report) -> list[Row]:
    return [row for row in report.rows("second_order_curve") if row["days"] <= CURVE_DAYS and row["share"] is not None]


def _last(curve: list[Row]) -> int:
    return int(curve[-1]["days"])
