"""The page's charts on paper: the same Vega-Lite specs, with print colours for CSS variables, as SVG."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import vl_convert
from babel.numbers import get_decimal_symbol, get_group_symbol

from bleib.report.words import Words
from bleib.ui import assets
from bleib.ui.chart import SCHEMA, Chart, config

FONT = "Inter"
WIDTH = 760  # of a chart, in the units its labels are 12 high in
LIGHT = re.compile(r"--([\w-]+): light-dark\((#\w+),")
VARIABLE = re.compile(r"var\(--([\w-]+)\)")


@cache
def colours() -> dict[str, str]:
    """Every colour of the page by its name, as it is on white."""
    return dict(LIGHT.findall(assets.text("style/tokens.css")))


def draw(chart: Chart, words: Words) -> str:
    """The chart as SVG. Text stays text: it can be searched for, and is set in the document's font."""
    _know_the_font()
    spec = {"$schema": SCHEMA, "width": WIDTH, "autosize": {"type": "fit-x", "contains": "padding"}} | chart.spec
    separators = {"decimal": get_decimal_symbol(words.locale), "thousands": get_group_symbol(words.locale)}
    return vl_convert.vegalite_to_svg(
        _printed(spec),
        config=_printed(config()) | {"font": FONT},
        allowed_base_urls=[],  # a chart's numbers are in its spec
        format_locale=separators | {"grouping": [3], "currency": ["", ""]},
    )


def _printed(value: dict[str, Any]) -> dict[str, Any]:
    text = VARIABLE.sub(lambda match: colours()[match[1]], json.dumps(value))
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def _know_the_font() -> None:
    """Labels are measured with the font that they will be set in."""
    vl_convert.register_font_directory(str(assets.fonts()))
