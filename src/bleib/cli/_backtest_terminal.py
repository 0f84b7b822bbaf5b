"""The record of a backtest on a terminal: one sentence, then what it rests on."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from bleib.cli._language import Language
from bleib.cli._saying import Speaker
from bleib.forecast.backtest import Backtest, chart, sentence
from bleib.forecast.backtest.record import Estimate, Judged, Part, Row, Threshold
from bleib.report.words import Words
from bleib.ui.table import Column, Table


def print_record(record: Backtest, console: Console, *, lang: Language, currency: str) -> None:
    """Print the record in `lang`; amounts are in `currency`."""
    speaker = Speaker(Words(lang, currency), console)
    speaker.say("title", "bold", days=len(record.origins), horizon=record.horizon)
    lights = chart(record, lang) if record.colours else None
    if lights:
        speaker.table(lights.numbers)
    else:
        speaker.print(sentence(record, lang))
    for part in record.parts:
        speaker.table(_scores(part, speaker))
        speaker.table(_origins(part, speaker))
        speaker.table(_tenths(part, speaker))
    speaker.print("")
    _thresholds(record, speaker)
    stake = record.stake
    values = {"value": stake.value, "contact": stake.contact, "offer": stake.offer, "success": 100 * stake.success}
    speaker.say("stake", "dim", **values)
    if not stake.own:
        speaker.say("assumed", "dim")
    speaker.say("ranked", "dim")
    for remark in record.remarks:
        speaker.print(remark.sentence(lang), "yellow")


def _scores(part: Part, speaker: Speaker) -> Table:
    columns = (
        Column(speaker.text("score")), Column("AUC"), Column(speaker.text("lift")), Column("Brier"),
        Column(speaker.text("profit"), "money"),
    )  # fmt: skip
    judged = {"forecast": part.forecast, **part.baselines}
    lines = tuple((speaker.text(name), *_cells(each, speaker)) for name, each in judged.items())
    share = 100 * part.left / part.cases
    caption = speaker.text(part.kind, cases=part.cases, customers=part.customers, share=share)
    return Table(caption, columns, lines)


def _cells(judged: Judged, speaker: Speaker) -> tuple[str, str, str, float | None]:
    auc, lift, brier = (_interval(each, speaker) for each in (judged.auc, judged.lift, judged.brier))
    return auc, lift, brier, judged.profit.value if judged.profit else None


def _interval(found: Estimate | None, speaker: Speaker) -> str:
    if found is None:
        return speaker.shown(None, "number")
    if found.low is None or found.high is None:
        return speaker.score(found.value)
    return f"{speaker.score(found.value)} ({speaker.score(found.low)}–{speaker.score(found.high)})"


def _origins(part: Part, speaker: Speaker) -> Table:
    names = ["forecast", *(name for name in part.baselines if name != "base_rate")]
    columns = (
        Column(speaker.text("origin"), "day"), Column(speaker.text("customers"), "count"),
        Column(speaker.text("expected"), "percent"), Column(speaker.text("left"), "percent"),
        Column(speaker.text("model")), *(Column(speaker.text(f"auc_{name}")) for name in names),
    )  # fmt: skip
    return Table(speaker.text("by_origin"), columns, tuple(_origin(row, names, speaker) for row in part.rows))


def _origin(row: Row, names: list[str], speaker: Speaker) -> tuple[Any, ...]:
    expected, left = (100 * number / row.customers for number in (row.expected, row.left))
    judged = {"forecast": row.forecast, **row.baselines}
    aucs = (_auc(judged[name], speaker) for name in names)
    return row.as_of, row.customers, expected, left, speaker.text(f"model_{row.model or 'none'}"), *aucs


def _auc(judged: Judged, speaker: Speaker) -> str:
    return speaker.score(judged.auc.value) if judged.auc else speaker.shown(None, "number")


def _tenths(part: Part, speaker: Speaker) -> Table:
    columns = (
        Column(speaker.text("customers"), "count"), Column(speaker.text("expected"), "percent"),
        Column(speaker.text("left"), "percent"),
    )  # fmt: skip
    lines = tuple((each.cases, 100 * each.expected, 100 * each.left) for each in part.calibration)
    return Table(speaker.text("tenths"), columns, lines)


def _thresholds(record: Backtest, speaker: Speaker) -> None:
    if record.proposal is None:
        speaker.say("never")
        return
    yellow, red = record.proposal.yellow, record.proposal.red
    values: dict[str, Any] = _threshold("yellow", yellow) | _threshold("red", red)
    speaker.say("proposal", **values)
    if yellow.bounded:
        speaker.say("bounded", "dim")


def _threshold(name: str, each: Threshold) -> dict[str, float]:
    return {name: 100 * each.chance, f"{name}_share": 100 * each.share, f"{name}_left": 100 * each.left}
