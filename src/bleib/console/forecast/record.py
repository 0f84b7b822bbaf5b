"""The record: of the customers that were red, how many really left; beneath it the measures of the field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.forecast.backtest import Backtest, from_json
from bleib.forecast.backtest.chart import chart, sentence
from bleib.forecast.backtest.record import Estimate, Judged, Part, Row
from bleib.outlook.api import Record
from bleib.report.sections.section import Section
from bleib.report.words import Words
from bleib.ui.chart import Chart
from bleib.ui.table import Column, Table

PERCENT = 100
SCORES: Mapping[str, Promise] = {
    "forecast": gettext_lazy("Forecast"),
    "days_since_order": gettext_lazy("Days since the last order"),
    "overdue_ratio": gettext_lazy("How overdue, by the customer's own rhythm"),
    "days_to_contract_end": gettext_lazy("Days until the contract ends"),
    "base_rate": gettext_lazy("The same chance for everybody"),
}


def section(record: Record | None, words: Words) -> Section | None:
    """The chart that anyone can read, and its sentences; None before the first backtest."""
    if record is None:
        return None
    found = from_json(record.backtest)
    return Section(
        name="record",
        title=_("How often the forecast was right"),
        sentences=tuple(_sentences(found, words)),
        chart=_chart(found, words),
    )


def detail(record: Record | None, words: Words) -> list[Section]:
    """For those who want to know: measures against baselines, chances against what happened, each day of the test."""
    if record is None:
        return []
    found = from_json(record.backtest)
    return [_part(part, found, words) for part in found.parts]


def earlier(records: Iterable[Record], words: Words) -> Table:
    """One row for each kind of customers of each record, newest first."""
    columns = (
        Column(_("Tested on"), "day"), Column(_("Customers"), "text"), Column(_("Judgements"), "count"),
        Column(_("Of them left"), "count"), Column("AUC", "cell"), Column(_("Lift (10 %)"), "cell"),
        Column("Brier", "cell"), Column(_("Red ones that left"), "percent"),
        Column(_("Green ones that left"), "percent"),
    )  # fmt: skip
    tested = ((each, from_json(each.backtest)) for each in records if not each.shortfall)
    rows = ((record.as_of, *_line(found, part, words)) for record, found in tested for part in found.parts)
    return Table(_("All tests, the newest first"), columns, tuple(rows))


def _sentences(found: Backtest, words: Words) -> Iterator[str]:
    yield sentence(found, words.lang)
    yield _("Tested on %(number)s days from %(first)s to %(last)s, each time only with what was known then.") % {
        "number": words.count(len(found.origins)),
        "first": words.day(min(found.origins)),
        "last": words.day(max(found.origins)),
    }
    red = next((each for each in found.colours if each.light == "red"), None)
    if red is not None and red.weeks is not None:
        text = _("Half of the red ones that left had been red for %(weeks)s weeks or longer by then.")
        yield text % {"weeks": words.number(round(red.weeks))}
    yellow = next((each for each in found.colours if each.light == "yellow"), None)
    if red is not None and yellow is not None and red.left * yellow.cases <= yellow.left * red.cases:
        yield _("The red ones left no more often than the yellow ones: rules that turn somebody red deserve a look.")
    if found.proposal is not None:
        text = _("A contact pays where yellow begins at %(yellow)s, red at %(red)s: that is what the test proposes.")
        both = {"yellow": found.proposal.yellow.chance, "red": found.proposal.red.chance}
        yield text % {name: words.percent(chance * PERCENT) for name, chance in both.items()}
    yield from (remark.sentence(words.lang) for remark in found.remarks)


def _chart(found: Backtest, words: Words) -> Chart | None:
    """The section's sentence has said already what it shows; what the strokes are has not been said."""
    drawn = chart(found, words.lang)
    if drawn is None:
        return None
    by_light = _("Share that left, by light; the line is its interval of 95 %")
    return replace(drawn, summary=by_light if found.colours else _("Share that left; the stroke is what was forecast"))


def _part(part: Part, found: Backtest, words: Words) -> Section:
    title = _("Customers with contracts, tested") if part.kind == "contracts" else _("Customers with orders, tested")
    said = _("%(left)s of %(cases)s judgements were of somebody who left; they are about %(customers)s customers.") % {
        "left": words.count(part.left), "cases": words.count(part.cases), "customers": words.count(part.customers),
    }  # fmt: skip
    made = (_against(part, found, words), _calibration(part), _days(part, words))
    tables = tuple(replace(each, caption=f"{each.caption} ({_whom(part)})") for each in made)
    return Section(name=f"tested-{part.kind}", title=title, sentences=(said, *_reading(found)), tables=tables)


def _whom(part: Part) -> str:
    return _("with contracts") if part.kind == "contracts" else _("with orders")


def _reading(found: Backtest) -> Iterator[str]:
    yield _(
        "AUC: chance that who left had a higher score than who stayed (0.5 is guessing). Lift: how many times more "
        "often the tenth with the highest scores left than everybody. Brier: mean squared error of the chances (0 is "
        "perfect)."
    )
    if found.stake.in_money:
        yield _(
            "Profit: what contacting the right customers brings per customer, with what a contact and an offer cost "
            "(expected maximum profit, Verbraken, Verbeke & Baesens 2013)."
        )


def _against(part: Part, found: Backtest, words: Words) -> Table:
    profit = (Column(_("Profit per customer"), "cell"),) if found.stake.in_money else ()
    columns = (
        Column(_("Score"), "text"), Column("AUC", "cell"), Column(_("Lift (10 %)"), "cell"), Column("Brier", "cell"),
        *profit,
    )  # fmt: skip
    scores = {"forecast": part.forecast, **part.baselines}
    lines = ((str(SCORES[name]), *_measures(each, words)[: len(columns) - 1]) for name, each in scores.items())
    return Table(_("The forecast against what anybody can see, with its interval"), columns, tuple(lines))


def _measures(judged: Judged, words: Words) -> tuple[str | None, ...]:
    plain = (_estimate(each, words) for each in (judged.auc, judged.lift, judged.brier))
    return (*plain, _estimate(judged.profit, words, kind="money"))


def _estimate(found: Estimate | None, words: Words, *, kind: str = "number") -> str | None:
    if found is None:
        return None
    value, low, high = (words.show(each, kind) for each in (found.value, found.low, found.high))
    return value if found.low is None else f"{value} ({low} – {high})"


def _calibration(part: Part) -> Table:
    columns = (
        Column(_("Judgements"), "count"),
        Column(_("Chance they were given"), "percent"),
        Column(_("Left"), "percent"),
    )
    rows = tuple((each.cases, each.expected * PERCENT, each.left * PERCENT) for each in part.calibration)
    return Table(_("Do the chances hold? Judgements with similar chances"), columns, rows)


def _days(part: Part, words: Words) -> Table:
    columns = (
        Column(_("Day"), "day"), Column(_("Customers"), "count"), Column(_("Of them left"), "count"),
        Column(_("Expected"), "count"), Column("AUC", "cell"), Column(_("Lift (10 %)"), "cell"),
        Column("Brier", "cell"),
    )  # fmt: skip
    return Table(_("Every day of the test"), columns, tuple(_day(row, words) for row in part.rows))


def _day(row: Row, words: Words) -> tuple[object, ...]:
    return (row.as_of, row.customers, row.left, round(row.expected), *_measures(row.forecast, words)[:3])


def _line(found: Backtest, part: Part, words: Words) -> tuple[object, ...]:
    shares = {each.light: each.share * PERCENT for each in found.colours}
    lights = (shares.get("red"), shares.get("green"))
    return (_whom(part), part.cases, part.left, *_measures(part.forecast, words)[:3], *lights)
