"""The scorecard: a tile per figure, with interval, trend and target, made of what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bleib.console.today.aimed import Aimed, aimed
from bleib.figures.aims import AIMS, Aim
from bleib.figures.trend import Trend, trend
from bleib.report import Report
from bleib.report.compose import Row
from bleib.report.sections.retention import rate
from bleib.report.words import Words

Targets = Mapping[str, Decimal]
RATES = ("retention", "retention_regulars", "contract_retention")


@dataclass(frozen=True)
class Moved:
    """Where a figure went since the period before: `arrow` is "up", "down" or "" within the noise or without one."""

    text: str
    arrow: str = ""


@dataclass(frozen=True)
class Tile:
    """One figure. `page` is the name of the page that says more, `metric` the anchor of its definition."""

    aim: str
    label: Promise | str
    value: str
    small: str
    page: str
    metric: str
    moved: Moved | None = None
    aimed: Aimed | None = None
    proposal: str = ""


@dataclass(frozen=True)
class Score:
    """What tiles are made of: the report, the one a period before (if it is measured), and the targets."""

    report: Report
    before: Report | None
    targets: Targets
    words: Words

    def tiles(self) -> list[Tile]:
        """Those that the data can say something about, retention first."""
        return [self._tile(AIMS[name], page) for name, page in _wanted(self.report)]

    def _tile(self, aim: Aim, page: str) -> Tile:
        row = _row(self.report, aim)
        value, target = row[aim.column], self.targets.get(aim.name)
        shown, small = self._value(aim, row)
        return Tile(
            aim=aim.name,
            label=aim.label,
            value=shown,
            small=small,
            page=page,
            metric=aim.metric,
            moved=self._moved(aim, row),
            aimed=None if target is None or value is None else aimed(value, target, aim=aim, row=row, words=self.words),
            proposal=self.words.percent(float(aim.proposal)) if target is None and aim.proposal else "",
        )

    def _value(self, aim: Aim, row: Row) -> tuple[str, str]:
        """Big and small print; few customers: the interval is big."""
        if aim.name in RATES:
            figure = rate(row, self.words, str(aim.label))
            return figure.value, figure.small
        small = SMALL.get(aim.name, lambda _report, _words: "")(self.report, self.words)
        return self.words.show(row[aim.column], "percent" if aim.is_rate else "compact"), small

    def _moved(self, aim: Aim, row: Row) -> Moved | None:
        """An arrow only outside the noise; figures without an interval say what they were, and no more."""
        before = self.before and _row(self.before, aim)
        if not before or before[aim.column] is None or row[aim.column] is None:
            return None
        told = {"before": self.words.show(before[aim.column], "percent" if aim.is_rate else "compact")}
        found = trend(row, before) if aim.name in RATES else None
        if found is Trend.UP:
            return Moved(_("up from %(before)s") % told, "up")
        if found is Trend.DOWN:
            return Moved(_("down from %(before)s") % told, "down")
        if found is Trend.SAME:
            return Moved(_("no clear change; before: %(before)s") % told)
        return Moved(_("before: %(before)s") % told)


def _wanted(report: Report) -> Iterator[tuple[str, str]]:
    """Names of figures, and the page each leads to: recurring revenue where there are contracts."""
    if report.is_on_orders:
        yield from (("retention", "retention"), ("retention_regulars", "retention"))
    if report.has_contracts:
        yield "contract_retention", "retention"
    if report.has_contracts and report.one("mrr")["mrr"] is not None:
        yield from ((name, "value") for name in ("mrr", "mrr_bridge.nrr", "mrr_bridge.grr", "mrr_bridge.lost"))
    elif report.has_amounts:
        yield from ((f"revenue_retention.{name}", "value") for name in ("nrr", "grr", "lost"))
    if report.is_on_orders and report.worth["revenue_year"] is not None:
        yield "overdue", "value"


def _row(report: Report, aim: Aim) -> Row:
    """The row that holds the figure; of overdue customers, their sum. Empty where it was not measured."""
    if aim.name == "overdue":
        return report.worth
    rows = report.answers.get(aim.metric, ())
    return rows[0] if rows else dict.fromkeys((aim.column,))


def _overdue(report: Report, words: Words) -> str:
    count = report.worth["customers"]
    said = ngettext(
        "brought by %(count)s customer in the year up to the last order",
        "brought by %(count)s customers in the year up to their last order",
        count,
    )
    return said % {"count": words.count(count)}


def _mrr(report: Report, words: Words) -> str:
    row = report.one("mrr")
    return words.say("contracts_small", customers=row["customers"], contracts=row["contracts"])


def _lost(report: Report, words: Words) -> str:
    lost = report.one("retention")["lost"] or 0
    return ngettext("%(lost)s customer left", "%(lost)s customers left", lost) % {"lost": words.count(lost)}


def _contracts_lost(report: Report, words: Words) -> str:
    lost = report.one("contract_retention")["lost"] or 0
    said = ngettext("a month; %(lost)s customer left", "a month; %(lost)s customers left", lost)
    return said % {"lost": words.count(lost)}


SMALL: Mapping[str, Callable[[Report, Words], str]] = {
    "mrr": _mrr,
    "mrr_bridge.nrr": lambda _report, words: words.say("nrr_small"),
    "mrr_bridge.grr": lambda _report, words: words.say("grr_small"),
    "mrr_bridge.lost": _contracts_lost,
    "revenue_retention.nrr": lambda _report, words: words.say("nrr_small"),
    "revenue_retention.grr": lambda _report, words: words.say("grr_small"),
    "revenue_retention.lost": _lost,
    "overdue": _overdue,
}
