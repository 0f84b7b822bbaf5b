"""How many customers stayed: the two windows, and the same period after period."""

from __future__ import annotations

from typing import Any

from bleib.report.compose import Report, Row
from bleib.report.sections.section import Figure, Section, label
from bleib.report.words import Words
from bleib.ui.chart import ACCENT, ACCENT_SOFT, Chart, rows
from bleib.ui.table import Column, Table

METRICS = ("retention", "retention_regulars", "retention_series", "won_back_rate")
# Rows of the table that has everybody and regulars side by side, and how they are printed.
PAIR = {
    "customers_start": "count", "kept": "count", "lost": "count", "new": "count", "won_back": "count",
    "customers_end": "count", "crr": "percent", "churn": "percent", "naive_crr": "percent",
}  # fmt: skip
# Below this the interval says more than the rate (METRICS.md).
FEW = 30
BRIEF = 12  # periods that a terminal shows
# A young company's first order may be weeks after New Year; a quarter that is not in the file is something else.
BASE_MAY_LACK = 0.1


def section(report: Report, words: Words) -> Section:
    table = numbers(report, words)
    return Section(
        name="retention",
        title=words.say("retention_title"),
        sentences=(windows_sentence(report, words),),
        figures=figures(report, words),
        chart=chart(report, words, table) if table.rows else None,
        tables=(pair(report, words),),
        brief=Table(table.caption, table.columns, table.rows[-BRIEF:]),
        metrics=METRICS,
    )


def windows_sentence(report: Report, words: Words) -> str:
    """Which two windows are compared, and why these."""
    windows = report.windows
    values = dict(windows.values)
    if "unit" in values:
        values["unit"] = words.say(f"unit_{values['unit']}")
    return " ".join([compared(report, words), words.say(windows.why, **values), *unobserved(report, words)])


def unobserved(report: Report, words: Words) -> list[str]:
    """A warning where the next window ends after the data, and where the base begins well before them."""
    base, late = report.windows.base, report.windows.next.end > report.until
    early = (report.first_day - base.start).days > BASE_MAY_LACK * base.days
    said = [words.say("windows_unobserved", last_day=report.last_day)] if late else []
    return said + ([words.say("windows_begun", first_day=report.first_day)] if early else [])


def compared(report: Report, words: Words) -> str:
    """The two windows, without the reason."""
    return words.say("windows", base=report.windows.base, next=report.windows.next)


def series_sentence(report: Report, words: Words) -> str:
    """The span of the series, in one sentence; or why there is none."""
    observed = [row for row in report.rows("retention_series") if row["crr"] is not None]
    if len(observed) < 2:
        return words.say("series_none")
    low, high = min(observed, key=_crr), max(observed, key=_crr)
    name = _namer(report, words)
    return words.say(
        f"series_{report.windows.unit}",
        low=low["crr"], low_period=name(low), high=high["crr"], high_period=name(high), last=observed[-1]["crr"],
    )  # fmt: skip


def figures(report: Report, words: Words) -> tuple[Figure, ...]:
    """The rate with its interval (below 30 customers the other way round) and what stands beside it."""
    row, regulars = report.one("retention"), report.one("retention_regulars")
    return (
        rate(row, words, label("retention", words.lang)),
        rate(regulars, words, words.say("crr_regulars")),
        Figure(words.say("lost"), words.show(row["lost"], "count"), words.say("lost_small", churn=row["churn"])),
        Figure(words.say("new"), words.show(row["new"], "count"), words.say("new_small", next=report.windows.next)),
        won_back(report, words),
    )


def won_back(report: Report, words: Words) -> Figure:
    """Customers who came back, out of all that had been gone."""
    row = report.one("won_back_rate")
    small = words.say("won_back_small", inactive=row["inactive"], rate=row["rate"])
    return Figure(words.say("won_back"), words.show(row["won_back"], "count"), small)


def rate(row: Row, words: Words, title: str) -> Figure:
    """A retention rate as a big number with its interval in small print; few customers: the interval is big."""
    start, crr = row["customers_start"], row["crr"]
    if not start:
        return Figure(title, words.show(None, "percent"), words.say("rate_none"))
    values = {"start": start, "kept": row["kept"], "low": row["ci95_low"], "high": row["ci95_high"], "crr": crr}
    if start < FEW:
        return Figure(title, words.say("interval", **values), words.say("rate_few", **values))
    return Figure(title, words.percent(crr), words.say("rate_small", **values))


def pair(report: Report, words: Words) -> Table:
    """Everybody and regulars side by side: kept, new, won back and lost, and what the naive formula would say."""
    columns = (
        Column(words.say("customers")),
        Column(words.say("everybody"), "cell"),
        Column(words.say("regulars"), "cell"),
    )
    everybody, regulars = report.one("retention"), report.one("retention_regulars")
    lines = tuple(
        (words.say(f"row_{name}"), words.show(everybody[name], kind), words.show(regulars[name], kind))
        for name, kind in PAIR.items()
    )
    return Table(words.say("pair_caption"), columns, lines)


def numbers(report: Report, words: Words) -> Table:
    """The series as a table, one row per pair of neighbouring periods."""
    name = _namer(report, words)
    columns = (
        Column(words.say("period")), Column(words.say("row_customers_start"), "count"),
        Column(words.say("row_kept"), "count"), Column(words.say("row_lost"), "count"),
        Column(words.say("row_new"), "count"), Column(words.say("back"), "count"),
        Column(words.say("rate"), "percent"), Column(words.say("ci95"), "cell"),
    )  # fmt: skip
    fields = ("customers_start", "kept", "lost", "new", "won_back", "crr")
    lines = (
        (name(row), *(row[each] for each in fields), interval(row, words)) for row in report.rows("retention_series")
    )
    return Table(words.say("series_caption"), columns, tuple(lines))


def interval(row: Row, words: Words) -> str | None:
    if row["ci95_low"] is None:
        return None
    return words.say("interval_bare", low=row["ci95_low"], high=row["ci95_high"])


def chart(report: Report, words: Words, table: Table) -> Chart:
    """A line with its interval as a band; periods are labelled by where they lead to."""
    name = _namer(report, words)
    observed = [row for row in report.rows("retention_series") if row["crr"] is not None]
    points = [
        (number, name(row), row["crr"], row["ci95_low"], row["ci95_high"], _tip(row, words, name(row)))
        for number, row in enumerate(observed)
    ]
    x = {"field": "period", "type": "ordinal", "sort": None, "title": None,
         "axis": {"labelAngle": 0, "labelOverlap": "parity"}}  # fmt: skip
    y = {"type": "quantitative", "title": None, "scale": {"domain": [0, 100]},
         "axis": {"labelExpr": "datum.label + '\u00a0%'", "tickCount": 5}}  # fmt: skip
    tip = {"field": "tip", "type": "nominal"}
    spec: dict[str, Any] = {
        "height": 240,
        "data": rows("number", "period", "crr", "low", "high", "tip", of=points),
        "encoding": {"x": x},
        "layer": [
            {"mark": {"type": "area", "color": ACCENT_SOFT},
             "encoding": {"y": y | {"field": "low"}, "y2": {"field": "high"}}},
            {"mark": {"type": "line", "point": {"color": ACCENT, "size": 40}},
             "encoding": {"y": y | {"field": "crr"}, "tooltip": tip}},
        ],
    }  # fmt: skip
    return Chart("retention", series_sentence(report, words), spec, table)


def _tip(row: Row, words: Words, period: str) -> str:
    values = {"crr": row["crr"], "low": row["ci95_low"], "high": row["ci95_high"]}
    return words.say("series_tip", period=period, kept=row["kept"], start=row["customers_start"], **values)


def _namer(report: Report, words: Words) -> Any:
    """A function that names a row of the series by its second period."""
    return lambda row: words.period(row["next_period"], report.windows.unit)


def _crr(row: Row) -> float:
    return float(row["crr"])
