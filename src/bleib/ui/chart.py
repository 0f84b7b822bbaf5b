"""Charts as data: a Vega-Lite spec, the sentence that says what it shows, and the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bleib.ui.table import Table

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
INK, MUTED, LINE = "var(--ink)", "var(--muted)", "var(--line)"
ACCENT, ACCENT_SOFT, LOSS, NEUTRAL = "var(--accent)", "var(--accent-soft)", "var(--loss)", "var(--neutral)"
HEAT = [f"var(--heat-{step})" for step in range(1, 8)]
HEAT_INK = [f"var(--heat-ink-{step})" for step in range(1, 8)]


@dataclass(frozen=True)
class Chart:
    """`spec` without size, font or theme, which the page adds; `wide` charts scroll sideways on a phone."""

    name: str
    summary: str
    spec: dict[str, Any]
    numbers: Table
    wide: bool = False

    def drawable(self) -> dict[str, Any]:
        """The whole spec: as wide as its place, and readable by nothing but the eye (the table serves the rest)."""
        size = {} if "width" in self.spec else {"width": "container"}
        return {"$schema": SCHEMA, "autosize": {"type": "fit-x", "contains": "padding"}} | size | self.spec


def config() -> dict[str, Any]:
    """Vega-Lite's theme, in CSS variables: the SVG follows light, dark and print by itself."""
    axis = {
        "domainColor": LINE, "tickColor": LINE, "gridColor": LINE, "labelColor": MUTED, "titleColor": MUTED,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400, "labelPadding": 6, "titlePadding": 10,
    }  # fmt: skip
    return {
        "font": "Inter, system-ui, sans-serif",
        "background": "transparent",
        "view": {"stroke": None},
        "axis": axis,
        "axisX": {"grid": False, "ticks": False},
        "axisY": {"domain": False, "ticks": False},
        "text": {"color": INK, "fontSize": 12},
        "line": {"color": ACCENT, "strokeWidth": 2},
        "point": {"color": ACCENT, "filled": True, "size": 40},
        "bar": {"color": ACCENT},
        "area": {"color": ACCENT_SOFT},
        "rule": {"color": NEUTRAL},
        "legend": {"labelColor": MUTED, "titleColor": MUTED, "labelFontSize": 12, "titleFontSize": 12},
    }


def rows(*names: str, of: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Inline data of a spec: one record per tuple."""
    return {"values": [dict(zip(names, each, strict=True)) for each in of]}
