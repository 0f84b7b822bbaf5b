"""A Sankey diagram as a Vega-Lite spec: where nodes and ribbons lie is computed here, the chart only draws.

Columns are one apart on the x axis; on the y axis one customer is one unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bleib.ui.chart import rows

WIDTH = 0.05  # of a node; columns are 1 apart
GAP = 0.06  # between nodes, as a share of the fullest column
ROOM = 0.75  # for the words beside the last column

# From the ends of a ribbon to sixteen pieces of a curve that is level at both of them (smoothstep).
CURVE = [
    {"calculate": "sequence(0, 17)", "as": "piece"},
    {"flatten": ["piece"]},
    {"calculate": "datum.piece / 16", "as": "at"},
    {"calculate": f"datum.left + datum.at * {1 - WIDTH}", "as": "x"},
    {"calculate": "datum.start + (datum.end - datum.start) * datum.at * datum.at * (3 - 2 * datum.at)", "as": "low"},
    {"calculate": "datum.low + datum.size", "as": "high"},
]

Place = tuple[int, str]


@dataclass(frozen=True)
class Flow:
    """`size` customers go from the node `source` in `column` to `target` in the next."""

    column: int
    source: str
    target: str
    size: int
    tip: str = ""
    href: str = ""


@dataclass(frozen=True)
class Span:
    low: float
    high: float


def sizes(flows: Iterable[Flow]) -> dict[Place, int]:
    """How many pass each node; some paths begin, others end in it, so the larger side counts."""
    out: dict[Place, int] = defaultdict(int)
    into: dict[Place, int] = defaultdict(int)
    for flow in flows:
        out[flow.column, flow.source] += flow.size
        into[flow.column + 1, flow.target] += flow.size
    return {place: max(out[place], into[place]) for place in sorted({*out, *into})}


def nodes(flows: Sequence[Flow]) -> dict[Place, Span]:
    """Where each node stands: the largest of a column on top."""
    found = sizes(flows)
    columns = sorted({column for column, _ in found})
    gap = GAP * max(sum(size for (at, _), size in found.items() if at == column) for column in columns)
    placed: dict[Place, Span] = {}
    for column in columns:
        low = 0.0
        for place in sorted((each for each in found if each[0] == column), key=lambda each: (-found[each], each)):
            placed[place] = Span(low, low + found[place])
            low += found[place] + gap
    return placed


def ribbons(flows: Sequence[Flow]) -> list[tuple[Flow, Span, Span]]:
    """Each flow with where it leaves its source and where it arrives; no two cross on the edge of a node."""
    placed = nodes(flows)
    left: dict[Place, float] = defaultdict(float)
    arrived: dict[Place, float] = defaultdict(float)

    def edges(flow: Flow) -> tuple[Place, Place]:
        return (flow.column, flow.source), (flow.column + 1, flow.target)

    found = []
    for flow in sorted(flows, key=lambda each: tuple(placed[place].low for place in edges(each))):
        source, target = edges(flow)
        start, end = placed[source].low + left[source], placed[target].low + arrived[target]
        found.append((flow, Span(start, start + flow.size), Span(end, end + flow.size)))
        left[source] += flow.size
        arrived[target] += flow.size
    return found


def spec(flows: Sequence[Flow], *, labels: dict[Place, str], colour: str) -> dict[str, Any]:
    """The drawing; `labels` stand to the right of the nodes."""
    placed = nodes(flows)
    last = max(column for column, _ in placed)
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [0, last + ROOM], "nice": False}}
    y = {"type": "quantitative", "axis": None, "scale": {"reverse": True, "nice": False, "zero": True}}
    bars = [
        (column, column + WIDTH, span.low, span.high, (span.low + span.high) / 2, labels[column, name])
        for (column, name), span in placed.items()
    ]
    return {
        "height": 340,
        "layer": [
            _ribbons(flows, x, y, colour=colour),
            {"data": rows("left", "right", "low", "high", "middle", "label", of=bars),
             "layer": [_bars(x, y, colour=colour), _labels(x, y)]},
        ],
    }  # fmt: skip


def _ribbons(flows: Sequence[Flow], x: dict[str, Any], y: dict[str, Any], *, colour: str) -> dict[str, Any]:
    """One row per flow: the chart makes the points of its curve, so that a page does not carry them."""
    drawn = [
        (number, flow.column + WIDTH, start.low, end.low, flow.size, flow.tip, flow.href)
        for number, (flow, start, end) in enumerate(ribbons(flows))
    ]
    linked = {"href": {"field": "href", "type": "nominal"}} if any(flow.href for flow in flows) else {}
    return {
        "data": rows("ribbon", "left", "start", "end", "size", "tip", "href", of=drawn),
        "transform": CURVE,
        "mark": {"type": "area", "orient": "vertical", "color": colour, "opacity": 0.3},
        "encoding": {
            "x": x | {"field": "x"},
            "y": y | {"field": "low", "stack": None},
            "y2": {"field": "high"},
            "detail": {"field": "ribbon", "type": "nominal"},
            "tooltip": {"field": "tip", "type": "nominal"},
            **linked,
        },
    }


def _bars(x: dict[str, Any], y: dict[str, Any], *, colour: str) -> dict[str, Any]:
    encoding = {
        "x": x | {"field": "left"},
        "x2": {"field": "right"},
        "y": y | {"field": "low"},
        "y2": {"field": "high"},
    }
    return {"mark": {"type": "rect", "color": colour}, "encoding": encoding}


def _labels(x: dict[str, Any], y: dict[str, Any]) -> dict[str, Any]:
    text = {"field": "label", "type": "nominal"}
    encoding = {"x": x | {"field": "right"}, "y": y | {"field": "middle"}, "text": text}
    return {"mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 5}, "encoding": encoding}
