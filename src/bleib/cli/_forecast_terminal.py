"""A forecast on a terminal: what is expected of all, and who is likely to leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console

from bleib.cli._forecast_data import at_risk
from bleib.cli._language import Language
from bleib.cli._saying import Speaker
from bleib.forecast.card import ModelCard
from bleib.forecast.features import FEATURES
from bleib.report.words import Words
from bleib.ui.table import Column, Table

if TYPE_CHECKING:
    from bleib.forecast import Forecasts

# Who is listed: more likely to leave than to stay.
LIKELY = 0.5


def print_forecast(
    found: Forecasts, console: Console, *, names: Mapping[str, str | None], currency: str, lang: Language, top: int
) -> None:
    """Print the forecast in `lang`; amounts are in `currency`."""
    speaker = Speaker(Words(lang, currency), console)
    speaker.say("forecast_title", "bold", as_of=found.as_of, horizon=found.horizon)
    _expectations(found, speaker)
    for card in found.cards:
        _quality(card, speaker, lang)
    _leavers(found, speaker, names=names, lang=lang, top=top)
    for remark in found.remarks:
        speaker.print(remark.sentence(lang), "yellow")


def _expectations(found: Forecasts, speaker: Speaker) -> None:
    from bleib.forecast.slicing import is_active  # loads SciPy, which `bleib --help` does without

    leave = found.table.filter(pa.array(is_active(found.features))).column("leave")
    customers = len(leave) - leave.null_count
    if customers:
        leaving = pc.sum(leave).as_py()
        share = 100 * leaving / customers
        speaker.say("leaving", customers=customers, leaving=round(leaving), share=share, horizon=found.horizon)
    orders = pc.sum(found.table.column("orders")).as_py()
    total = found.revenue
    if orders and total.expected == total.expected:  # not a number where amounts are unknown
        speaker.say("expected_revenue", orders=round(orders), revenue=total.expected, low=total.low, high=total.high)
    if found.pareto_share is not None:
        speaker.say("pareto", share=100 * found.pareto_share)


def _quality(card: ModelCard, speaker: Speaker, lang: Language) -> None:
    auc = card.quality.auc
    if auc is None or auc.low is None or auc.high is None:
        speaker.print(card.chosen_because.sentence(lang), "dim")
    else:
        low, value, high = (speaker.score(each) for each in (auc.low, auc.value, auc.high))
        speaker.say(
            "quality", "dim", examples=card.examples,
            pairs=round(100 * auc.value), auc=value, low=low, high=high, because=card.chosen_because.sentence(lang),
        )  # fmt: skip
    if card.unproven is not None:
        speaker.print(card.unproven.sentence(lang), "dim")


def _leavers(found: Forecasts, speaker: Speaker, *, names: Mapping[str, str | None], lang: Language, top: int) -> None:
    likely = at_risk(found).filter((pc.field("leave") >= LIKELY) & (pc.field("at_risk") > 0))
    if not likely.num_rows:
        speaker.say("no_leavers")
        return
    shown = likely.slice(0, top)
    reasons = _reasons(found, shown.column("customer"), lang)
    columns = (
        Column(speaker.text("customer"), "name"), Column(speaker.text("chance"), "percent"),
        Column(speaker.text("interval")), Column(speaker.text("before"), "percent"),
        Column(speaker.text("at_risk"), "units"), Column(speaker.text("why")),
    )  # fmt: skip
    lines = []
    for row in shown.to_pylist():
        low, high = (speaker.shown(_percent(row[end]), "whole") for end in ("leave_low", "leave_high"))
        number = row["customer"]
        lines.append((
            names.get(number) or number, _percent(row["leave"]), f"{low}–{high}", _percent(row["leave_before"]),
            row["at_risk"], reasons.get(number, ""),
        ))  # fmt: skip
    speaker.table(Table(speaker.text("leavers"), columns, tuple(lines)))


def _percent(chance: float | None) -> float | None:
    return None if chance is None else 100 * chance


def _reasons(found: Forecasts, customers: pa.ChunkedArray, lang: Language) -> dict[str, str]:
    """What speaks most for each of them leaving, by the names of the features."""
    drivers = found.drivers(top=2)
    kept = drivers.filter((pc.field("effect") > 0) & pc.field("customer").isin(customers.combine_chunks()))
    reasons: dict[str, list[str]] = {}
    for row in kept.to_pylist():
        feature = FEATURES.get(row["feature"])
        reasons.setdefault(row["customer"], []).append(feature.label(lang) if feature else row["feature"])
    return {customer: ", ".join(labels) for customer, labels in reasons.items()}
