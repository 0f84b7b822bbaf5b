"""The figures that a mail and a title page begin with: value, interval, target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bleib.report.compose import Report
from bleib.report.sections.retention import rate
from bleib.report.sections.section import Figure, label
from bleib.report.words import Words

# What a figure should reach, by its name: `retention`, `mrr_bridge.nrr`. Rates are in percent.
Targets = Mapping[str, Decimal]


@dataclass(frozen=True)
class Aimed:
    """A figure and, where there is a target, the sentence that says whether it was reached."""

    figure: Figure
    aim: str = ""


def headline(report: Report, words: Words, targets: Targets | None = None) -> tuple[Aimed, ...]:
    """Four to six figures, those on contracts only where there are any."""
    wanted = targets or {}
    shown = _of_orders(report, words, wanted) if report.is_on_orders else []
    return (*shown, *(_of_contracts(report, words, wanted) if report.has_contracts else ()))


def _of_orders(report: Report, words: Words, targets: Targets) -> list[Aimed]:
    everybody, regulars = report.one("retention"), report.one("retention_regulars")
    found = [
        Aimed(
            rate(everybody, words, label("retention", words.lang)),
            _of_rate(everybody, words, targets, name="retention"),
        ),
        Aimed(
            rate(regulars, words, words.say("crr_regulars")),
            _of_rate(regulars, words, targets, name="retention_regulars"),
        ),
    ]
    if report.has_amounts:
        nrr = report.one("revenue_retention")["nrr"]
        figure = Figure("NRR", words.show(nrr, "percent"), words.say("nrr_small"))
        found.append(Aimed(figure, _least(nrr, words, targets, name="revenue_retention.nrr")))
    count, worth = report.worth["customers"], report.worth["revenue_year"]
    small = "" if worth is None else words.say("changes_year", money=worth)
    figure = Figure(words.say("overdue_count"), words.count(count), small)
    return [*found, Aimed(figure, _most(worth, words, targets, name="overdue"))]


def _of_contracts(report: Report, words: Words, targets: Targets) -> list[Aimed]:
    money, nrr = report.one("mrr"), report.one("mrr_bridge")["nrr"]
    if money["mrr"] is None:
        return []
    small = words.say("contracts_small", customers=money["customers"], contracts=money["contracts"])
    return [
        Aimed(
            Figure("MRR", words.show(money["mrr"], "compact"), small),
            _least(money["mrr"], words, targets, name="mrr", kind="money"),
        ),
        Aimed(
            Figure(words.say("headline_nrr_contracts"), words.show(nrr, "percent"), words.say("nrr_small")),
            _least(nrr, words, targets, name="mrr_bridge.nrr"),
        ),
    ]


def _of_rate(row: Mapping[str, float | None], words: Words, targets: Targets, *, name: str) -> str:
    """A rate with an interval: where the target lies within it, chance alone may be what is missing."""
    aim, low, high = targets.get(name), row["ci95_low"], row["ci95_high"]
    if aim is None or low is None or high is None:
        return ""
    verdict = "aim_reached" if low >= aim else "aim_missed" if high < aim else "aim_within"
    return words.say(verdict, aim=words.percent(float(aim)))


def _least(value: float | Decimal | None, words: Words, targets: Targets, *, name: str, kind: str = "percent") -> str:
    aim = targets.get(name)
    if aim is None or value is None:
        return ""
    return words.say("aim_reached" if value >= aim else "aim_missed", aim=words.show(aim, kind))


def _most(value: Decimal | None, words: Words, targets: Targets, *, name: str) -> str:
    aim = targets.get(name)
    if aim is None or value is None:
        return ""
    return words.say("aim_most_reached" if value <= aim else "aim_most_missed", aim=words.money(aim))
