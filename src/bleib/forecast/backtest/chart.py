"""The record as one chart that anybody can read: who was red, and how many of them left."""

from __future__ import annotations

from typing import Any

from bleib.forecast.backtest.record import LIGHTS, Backtest, Bin, Colour, Part
from bleib.forecast.words import Remark
from bleib.ui.chart import ACCENT_SOFT, INK, Chart, rows
from bleib.ui.table import Column, Table

PERCENT = {"labelExpr": "datum.label + '\u00a0%'", "values": [0, 25, 50, 75, 100]}
STEP = 44  # height of a bar with its space


def chart(backtest: Backtest, lang: str) -> Chart | None:
    """Share that left by light, with its interval; where no lights were judged, by tenths of the chance of leaving.

    `lang`: de or en. None where nobody was judged.
    """
    if backtest.colours:
        return _of_lights(backtest, lang)
    part = largest(backtest)
    return _of_tenths(backtest, part, lang) if part and part.calibration else None


def sentence(backtest: Backtest, lang: str) -> str:
    """What the chart shows, in one sentence."""
    shares = {each.light: round(100 * each.share) for each in backtest.colours}
    if {"red", "green"} <= set(shares):
        return _say("record_of_lights", lang, horizon=backtest.horizon, red=shares["red"], green=shares["green"])
    if shares:
        light, share = next(reversed(shares.items()))
        named = _say(f"light_{light}", lang)
        return _say("record_of_one_light", lang, horizon=backtest.horizon, light=named, share=share)
    part = largest(backtest)
    if part is None or not part.calibration:
        return _say("record_of_nobody", lang)
    least, most = (round(100 * part.calibration[end].left) for end in (0, -1))
    return _say("record_of_tenths", lang, horizon=backtest.horizon, most=most, least=least)


def largest(backtest: Backtest) -> Part | None:
    """The kind of customer with most cases."""
    return max(backtest.parts, key=lambda part: part.cases, default=None)


def _of_lights(backtest: Backtest, lang: str) -> Chart:
    shown = sorted(backtest.colours, key=lambda each: -LIGHTS.index(each.light))
    lines = [(_say(f"light_{each.light}", lang), *_percents(each), f"var(--light-{each.light})") for each in shown]
    names = [line[0] for line in lines]
    whole: dict[str, Any] = {
        "height": STEP * len(lines),
        "data": rows("light", "left", "low", "high", "label", "fill", of=lines),
        "encoding": {
            "y": {"field": "light", "type": "nominal", "sort": names, "title": None},
            "x": {"field": "left", "type": "quantitative", "title": None, "axis": PERCENT,
                  "scale": {"domain": [0, 100]}},
        },
        "layer": [
            {"mark": {"type": "bar", "height": 24},
             "encoding": {"color": {"field": "fill", "type": "nominal", "scale": None}}},
            {"mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
             "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}},
            {"mark": {"type": "text", "align": "left", "dx": 8},
             "encoding": {"x": {"field": "high", "type": "quantitative"}, "text": {"field": "label"}}},
        ],
    }  # fmt: skip
    return Chart("record", sentence(backtest, lang), whole, _table_of_lights(backtest, shown, lang))


def _percents(each: Colour) -> tuple[float, float, float, str]:
    """Share, low and high end, and the label."""
    return 100 * each.share, 100 * each.low, 100 * each.high, f"{round(100 * each.share)}\u00a0%"


def _table_of_lights(backtest: Backtest, shown: list[Colour], lang: str) -> Table:
    columns = (
        Column(_say("column_light", lang)), Column(_say("column_cases", lang), "count"),
        Column(_say("column_left", lang), "percent"), Column(_say("column_at_least", lang), "percent"),
        Column(_say("column_at_most", lang), "percent"), Column(_say("column_weeks", lang), "ratio"),
    )  # fmt: skip
    lines = tuple((_say(f"light_{each.light}", lang), each.cases, *_percents(each)[:3], each.weeks) for each in shown)
    return Table(sentence(backtest, lang), columns, lines)


def _of_tenths(backtest: Backtest, part: Part, lang: str) -> Chart:
    """The bar is what happened, the stroke what was forecast."""
    lines = [(_tenth(number, lang), *_both(each)) for number, each in enumerate(part.calibration, start=1)]
    names = [line[0] for line in lines]
    spec: dict[str, Any] = {
        "height": 240,
        "data": rows("tenth", "expected", "left", of=lines),
        "encoding": {
            "x": {"field": "tenth", "type": "ordinal", "sort": names, "title": None, "axis": {"labelAngle": 0}},
        },
        "layer": [
            {"mark": {"type": "bar", "color": ACCENT_SOFT},
             "encoding": {"y": {"field": "left", "type": "quantitative", "title": None, "axis": PERCENT,
                                "scale": {"domain": [0, 100]}}}},
            {"mark": {"type": "tick", "color": INK, "thickness": 2},
             "encoding": {"y": {"field": "expected", "type": "quantitative"}}},
        ],
    }  # fmt: skip
    columns = (
        Column(_say("column_tenth", lang)), Column(_say("column_forecast", lang), "percent"),
        Column(_say("column_left", lang), "percent"),
    )  # fmt: skip
    said = sentence(backtest, lang)
    return Chart("record", said, spec, Table(said, columns, tuple(lines)), wide=True)


def _tenth(number: int, lang: str) -> str:
    return _say("tenth", lang, number=number)


def _both(each: Bin) -> tuple[float, float]:
    return 100 * each.expected, 100 * each.left


def _say(code: str, lang: str, **values: Any) -> str:
    return Remark(code, values).sentence(lang)
