"""Who started together: the share of each cohort that bought again, by age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bleib.report.compose import Report, Row
from bleib.report.sections.section import Section
from bleib.report.words import Words
from bleib.ui.chart import HEAT, HEAT_INK, Chart, rows
from bleib.ui.table import HEAT_LIMITS, Column, Table

METRICS = ("cohorts", "cohorts_unbounded")
SHOWN = 24  # newest cohorts, and ages, that the heat map shows
BRIEF = 12  # the same in a terminal
BRIEF_AGES = (1, 2, 3, 6, 12)
MILESTONES = {"month": (1, 6, 12), "quarter": (1, 2, 4), "year": (1, 2, 3)}


@dataclass(frozen=True)
class View:
    """What the cells of the matrix say: a column of a metric and how it is printed; shares are shaded."""

    slug: str = "cohorts"
    column: str = "share"
    kind: str = "whole"
    heat: bool = True


SHARE = View()
VIEWS = {
    "share": SHARE,
    "later": View("cohorts_unbounded"),
    "customers": View(column="customers", kind="count", heat=False),
    "revenue": View(column="revenue_share"),
}


def section(report: Report, words: Words) -> Section:
    whole = matrix(report, words, ages=range(oldest(report) + 1))
    return Section(
        name="cohorts",
        title=words.say("cohorts_title"),
        sentences=(sentence(report, words),),
        chart=chart(report, words, whole) if oldest(report) else None,
        brief=matrix(report, words, ages=[age for age in BRIEF_AGES if age <= oldest(report)], newest=BRIEF),
        metrics=METRICS,
    )


def sentence(report: Report, words: Words) -> str:
    """The weighted mean at a few ages: bought in that period, and in that period or later."""
    bounded, later = _mean(report.rows("cohorts")), _mean(report.rows("cohorts_unbounded"))
    ages = [age for age in MILESTONES[report.windows.cohort_unit] if age in bounded]
    if not ages:
        return words.say("cohorts_none")
    age = ages[-1]
    unit = report.windows.cohort_unit
    distance = words.say(f"after_{unit}", n=age)
    return words.say(f"cohorts_{unit}", first=bounded[1], age=distance, share=bounded[age], later=later.get(age))


def matrix(report: Report, words: Words, *, ages: Sequence[int], newest: int = 0, view: View = SHARE) -> Table:
    """Cohorts as `order` gives them as rows, ages as columns, shares in percent."""
    columns = (
        Column(words.say("cohort")), Column(words.say("size"), "count"),
        *(Column(str(age), view.kind, heat=view.heat) for age in ages),
    )  # fmt: skip
    cells = {(row["cohort"], row["age"]): row[view.column] for row in report.rows(view.slug)}
    known = sizes(report)
    lines = (
        (_name(each, report, words), known[each], *(cells.get((each, age)) for age in ages))
        for each in order(report, newest=newest)
    )
    return Table(
        words.say("cohorts_caption", age=words.say(f"age_{report.windows.cohort_unit}")), columns, tuple(lines)
    )


def sizes(report: Report) -> dict[date | None, int]:
    """Customers of each cohort; None: of all. (The mean of an age is over the cohorts observed at it.)"""
    return {row["cohort"]: row["size"] for row in report.rows("cohorts") if row["age"] == 0}


def order(report: Report, *, newest: int = 0) -> list[date | None]:
    """The rows of the matrix: the weighted mean (None), then all cohorts or the `newest`."""
    cohorts = sorted(cohort for cohort in sizes(report) if cohort)
    return [None, *cohorts[-newest:]] if cohorts else []


def chart(report: Report, words: Words, table: Table) -> Chart:
    """Heat map without the trivial age 0; every cell carries its number, so colour is never alone."""
    known = sorted({row["cohort"] for row in report.rows("cohorts") if row["cohort"]})[-SHOWN:]
    names = {cohort: _name(cohort, report, words) for cohort in (None, *known)}
    points = [
        (names[row["cohort"]], row["age"], row["share"], words.show(row["share"], "whole"), _tip(row, words, names))
        for row in report.rows("cohorts")
        if row["cohort"] in names and 0 < row["age"] <= SHOWN and row["share"] is not None
    ]
    y = {"field": "cohort", "type": "nominal", "sort": list(names.values()), "title": None}
    x = {"field": "age", "type": "ordinal", "title": words.say(f"age_{report.windows.cohort_unit}"),
         "axis": {"orient": "top", "labelAngle": 0, "domain": False}}  # fmt: skip
    spec: dict[str, Any] = {
        "height": 22 * len(names),
        "data": rows("cohort", "age", "share", "label", "tip", of=points),
        "resolve": {"scale": {"color": "independent"}},
        "encoding": {"x": x, "y": y, "tooltip": {"field": "tip", "type": "nominal"}},
        "layer": [
            {"mark": {"type": "rect", "stroke": "var(--paper)", "strokeWidth": 1}, "encoding": _heat("color", HEAT)},
            {"mark": {"type": "text", "fontSize": 11},
             "encoding": {"text": {"field": "label", "type": "nominal"}} | _heat("color", HEAT_INK)},
        ],
    }  # fmt: skip
    return Chart("cohorts", words.say("cohorts_how"), spec, table, wide=True)


def _heat(channel: str, colours: list[str]) -> dict[str, Any]:
    scale = {"type": "threshold", "domain": list(HEAT_LIMITS), "range": colours}
    return {channel: {"field": "share", "type": "quantitative", "scale": scale, "legend": None}}


def _tip(row: Row, words: Words, names: dict[Any, str]) -> str:
    values = {"customers": row["customers"], "size": row["size"], "share": row["share"], "age": row["age"]}
    return words.say("cohorts_tip", cohort=names[row["cohort"]], **values)


def _name(cohort: Any, report: Report, words: Words) -> str:
    return words.say("mean") if cohort is None else words.period(cohort, report.windows.cohort_unit)


def _mean(cells: Sequence[Row]) -> dict[int, float]:
    return {row["age"]: row["share"] for row in cells if row["cohort"] is None and row["share"] is not None}


def oldest(report: Report) -> int:
    """The highest age that any cohort has reached."""
    return max((row["age"] for row in report.rows("cohorts")), default=0)
