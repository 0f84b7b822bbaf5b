"""Who is who: recency, frequency and monetary value in fifths, and the segments named after them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bleib import metrics
from bleib.report.compose import Report, Row
from bleib.report.sections.section import Section
from bleib.report.words import Words, precision
from bleib.ui.chart import HEAT, HEAT_INK, Chart, rows
from bleib.ui.table import Column, Table

METRICS = ("rfm", "rfm_segments", "rfm_migration")
MOVES = 8  # that are shown
FIFTHS = 5  # fewer customers cannot be divided into fifths
AT_RISK = ("at_risk", "cannot_lose")
SHADES = (2, 4, 6, 8, 12, 18)  # percent of all customers in one field of the map


def section(report: Report, words: Words) -> Section:
    title = words.say("rfm_title")
    if sum(row["customers"] for row in report.grid) < FIFTHS:
        return Section("rfm", title, (words.say("rfm_none"),), metrics=METRICS)
    table = segments(report, words)
    moves = migration(report, words)
    return Section(
        name="rfm",
        title=title,
        sentences=(sentence(report, words),),
        chart=chart(report, words),
        tables=(table, moves) if moves.rows else (table,),
        brief=table,
        metrics=METRICS,
    )


def sentence(report: Report, words: Words) -> str:
    """The best, and those with a name for being about to go."""
    found = {row["segment"]: row for row in report.rows("rfm_segments")}
    best = found.get("champions", {"customers": 0, "revenue": None})
    risky = sum(found[slug]["customers"] for slug in AT_RISK if slug in found)
    share = revenue_share(best["revenue"], report)
    key = "rfm_sentence" if share is not None else "rfm_sentence_without_amounts"
    return words.say(key, best=best["customers"], share=share, risky=risky)


def revenue_share(revenue: Decimal | None, report: Report) -> float | None:
    """Percent of all segments' revenue; None where amounts are unknown or do not sum to something positive."""
    amounts = [row["revenue"] for row in report.rows("rfm_segments")]
    if revenue is None or None in amounts or sum(amounts) <= 0:
        return None
    return float(revenue / sum(amounts) * 100)


def segments(report: Report, words: Words) -> Table:
    """Customers and revenue per segment, the best first."""
    ordered = best_first(report)
    columns = [
        Column(words.say("segment")), Column(words.say("customers"), "count"),
        Column(words.say("customers_share"), "percent"),
    ]  # fmt: skip
    if report.has_amounts:
        money = precision(row["revenue"] for row in ordered)
        columns += [Column(words.say("revenue"), money), Column(words.say("revenue_share"), "percent")]
    lines = []
    for row in ordered:
        worth = (row["revenue"], revenue_share(row["revenue"], report)) if report.has_amounts else ()
        lines.append((_label(row["segment"], words), row["customers"], row["share"], *worth))
    return Table(words.say("rfm_caption"), tuple(columns), tuple(lines))


def best_first(report: Report) -> list[Row]:
    """Segments in the order of their names."""
    return sorted(report.rows("rfm_segments"), key=lambda row: metrics.SEGMENTS.index(row["segment"]))


def moves(report: Report) -> list[Row]:
    """The largest moves between segments."""
    moved = [row for row in report.rows("rfm_migration") if _moved(row)]
    moved.sort(key=lambda row: (-row["customers"], row["segment"], row["next_segment"]))
    return moved[:MOVES]


def migration(report: Report, words: Words) -> Table:
    """The largest moves from one segment to another since the next window began."""
    moved = moves(report)
    columns = (Column(words.say("from")), Column(words.say("to")), Column(words.say("customers"), "count"))
    lines = ((_label(row["segment"], words), _label(row["next_segment"], words), row["customers"]) for row in moved)
    since, until = report.windows.next.start, report.windows.as_of
    return Table(words.say("migration_caption", since=since, until=until), columns, tuple(lines))


def chart(report: Report, words: Words) -> Chart:
    """How many customers stand in each of the 25 fields of recency and frequency."""
    total = sum(row["customers"] for row in report.grid)
    points = [
        (row["r"], row["f"], row["customers"] / total * 100, words.count(row["customers"])) for row in report.grid
    ]
    axis = {"labelAngle": 0, "domain": False}
    spec: dict[str, Any] = {
        "height": 44 * 5,
        "data": rows("r", "f", "share", "label", of=points),
        "resolve": {"scale": {"color": "independent"}},
        "encoding": {
            "x": {"field": "r", "type": "ordinal", "title": words.say("recency_axis"), "axis": axis},
            "y": {"field": "f", "type": "ordinal", "sort": "descending", "title": words.say("frequency_axis"),
                  "axis": axis},
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": "var(--paper)", "strokeWidth": 2}, "encoding": _shade(HEAT)},
            {"mark": {"type": "text"},
             "encoding": {"text": {"field": "label", "type": "nominal"}} | _shade(HEAT_INK)},
        ],
    }  # fmt: skip
    return Chart("rfm", words.say("rfm_how"), spec, grid(report, words))


def grid(report: Report, words: Words) -> Table:
    """The map as a table: one row per frequency score, one column per recency score."""
    cells = {(row["r"], row["f"]): row["customers"] for row in report.grid}
    columns = (Column(words.say("frequency_axis")), *(Column(f"R {r}", "count") for r in range(1, 6)))
    lines = ((f"F {f}", *(cells.get((r, f)) for r in range(1, 6))) for f in range(5, 0, -1))
    return Table(words.say("rfm_map_caption"), columns, tuple(lines))


def _shade(colours: list[str]) -> dict[str, Any]:
    scale = {"type": "threshold", "domain": list(SHADES), "range": colours}
    return {"color": {"field": "share", "type": "quantitative", "scale": scale, "legend": None}}


def _label(slug: str | None, words: Words) -> str:
    name = slug or "none"
    return words.say(f"segment_{name}")


def _moved(row: Row) -> bool:
    return row["segment"] is not None and row["segment"] != row["next_segment"]
