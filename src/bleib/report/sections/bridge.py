"""What leaving cost: the bridge from the revenue of the base window to that of the next."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bleib.report.compose import Report
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words, precision
from bleib.ui.chart import ACCENT, LOSS, NEUTRAL, Chart, rows
from bleib.ui.table import Column, Table

METRICS = ("revenue_retention",)
# Part of the bridge and its sign; start and end are levels, not steps.
STEPS = (("lost", -1), ("contraction", -1), ("expansion", 1), ("new", 1), ("won_back", 1), ("late_refunds", 1))

MILLION = 1_000_000


def section(report: Report, words: Words) -> Section:
    title = words.say("bridge_title")
    if not report.has_amounts:
        return Section("bridge", title, (words.say("bridge_unknown"),))
    row = report.one("revenue_retention")
    if not row["start"]:
        return Section("bridge", title, (words.say("bridge_no_start"),), metrics=METRICS)
    table = parts(report, words)
    figures = (
        Figure("NRR", words.show(row["nrr"], "percent"), words.say("nrr_small")),
        Figure("GRR", words.show(row["grr"], "percent"), words.say("grr_small")),
    )
    return Section(
        name="bridge",
        title=title,
        sentences=(words.say("bridge_sentence", start=row["start"], end=row["end"], lost=row["lost"]),),
        figures=figures,
        chart=chart(table, words),
        brief=table,
        metrics=METRICS,
    )


def parts(report: Report, words: Words) -> Table:
    """The bridge as a table that adds up; shares are of the starting revenue. (Decimal -0 + 0 is 0.)"""
    row = report.one("revenue_retention")
    steps = [(name, sign * row[name] + 0) for name, sign in STEPS if row[name] or name != "late_refunds"]
    amounts = [("start", row["start"]), *steps, ("end", row["end"])]
    columns = (
        Column(words.say("part")),
        Column(words.say("revenue"), precision(amount for _, amount in amounts)),
        Column(words.say("share_of_start"), "percent"),
    )
    lines = ((words.say(f"bridge_{name}"), amount, float(amount / row["start"] * 100)) for name, amount in amounts)
    return Table(words.say("bridge_caption"), columns, tuple(lines))


def chart(table: Table, words: Words, name: str = "bridge") -> Chart:
    """A waterfall: every bar begins where the one before ended."""
    bars: list[tuple[Any, ...]] = []
    level, precise = Decimal(0), table.columns[1].kind
    for number, (label, amount, _) in enumerate(table.rows):
        total = number in (0, len(table.rows) - 1)
        low, high = (Decimal(0), amount) if total else (level, level + amount)
        kind = "level" if total else "gain" if amount >= 0 else "loss"
        bars.append((label, float(low), float(high), kind, _signed(amount, words, total=total, precise=precise)))
        level = high
    y = {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 200}}
    colour = {"domain": ["level", "gain", "loss"], "range": [NEUTRAL, ACCENT, LOSS]}
    levels = [level for _, low, high, *_ in bars for level in (low, high)]
    # Half as much again on the right is room for the amount beside the longest bar, also on a phone.
    scale = {"domain": [min(levels), min(levels) + (max(levels) - min(levels)) * 3 / 2], "nice": False}
    spec: dict[str, Any] = {
        "height": 30 * len(bars),
        "data": rows("label", "low", "high", "kind", "amount", of=bars),
        "transform": [{"calculate": "max(datum.low, datum.high)", "as": "right"}],
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 18},
             "encoding": {"x": {"field": "low", "type": "quantitative", "axis": None, "scale": scale},
                          "x2": {"field": "high"},
                          "color": {"field": "kind", "type": "nominal", "scale": colour, "legend": None}}},
            {"mark": {"type": "text", "align": "left", "dx": 6},
             "encoding": {"x": {"field": "right", "type": "quantitative"},
                          "text": {"field": "amount", "type": "nominal"}}},
        ],
    }  # fmt: skip
    return Chart(name, table.caption, spec, table)


def _signed(amount: Decimal, words: Words, *, total: bool, precise: str) -> str:
    """The amount as precise as its neighbours, short from a million on; steps carry their sign."""
    sign = "" if total or amount == 0 else "+" if amount > 0 else "−"
    shown = amount if total else abs(amount)
    return sign + words.show(shown, "compact" if abs(amount) >= MILLION else precise)
