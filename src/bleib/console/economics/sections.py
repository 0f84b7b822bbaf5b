"""The sums as sections: sentences, big figures, the chart of the downturn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bleib.console.economics.known import Inputs
from bleib.kernel.errors import UsageError
from bleib.metrics.economics import (
    Base,
    Downturn,
    Path,
    Point,
    break_even,
    effort,
    one_more_point,
    scenario,
)
from bleib.report.sections.section import Figure, Section
from bleib.report.words import Words, precision
from bleib.ui.chart import ACCENT, LOSS, NEUTRAL, Chart, rows
from bleib.ui.table import Column, Table

MONTHS = 12


def point_of(given: Inputs) -> Point | None:
    """What one more point is worth; None where the history does not say enough, or everybody stays anyway."""
    found = given.economy
    if found.revenue is None or found.retention is None or found.retention > 99:
        return None
    try:
        return one_more_point(
            customers=found.customers,
            revenue=max(found.revenue, 0),
            lost_revenue=max(found.lost_revenue if found.lost_revenue is not None else found.revenue, 0),
            margin=given.values["margin"],
            retention=found.retention,
            discount=given.values["discount_rate"],
        )
    except UsageError:  # nobody leaves, and nothing is discounted: no finite sum
        return None


def sentence(point: Point | None, words: Words) -> str:
    if point is None:
        return _("What one more point of retention is worth cannot be said yet: the history has too little of it.")
    return _(
        "One more point of retention keeps %(customers)s customers and %(year)s of revenue a year; what it brings in "
        "all years to come is worth %(lifetime)s today."
    ) % {
        "customers": words.number(round(point.customers, 1)),
        "year": words.money(point.year),
        "lifetime": words.money(point.lifetime),
    }


def one_point(point: Point, given: Inputs, words: Words) -> Section:
    """What one more point is worth, and what reaching the target would be."""
    rate, target = given.economy.retention or 0, given.values["retention_target"]
    missing = max(target - rate, 0)
    values = {"rate": words.percent(rate), "target": words.percent(target), "points": words.ratio(missing)}
    told = _("%(rate)s stay for a year. To the target of %(target)s %(points)s points are missing.") if missing else _(
        "%(rate)s stay for a year. The target of %(target)s is reached."
    )  # fmt: skip
    return Section(
        name="point",
        title=_("One more point"),
        sentences=(told % values,),
        figures=(
            Figure(_("Customers kept"), words.number(round(point.customers, 1)), _("a year")),
            Figure(_("Revenue kept"), words.money(point.year), _("in the first year")),
            Figure(_("Margin of it"), words.money(point.margin), _("in the first year")),
            Figure(_("Worth today"), words.money(point.lifetime), _("all years to come, discounted")),
            Figure(_("For one customer"), words.money(point.per_customer), _("more value to come")),
        ),
    )


def winning(given: Inputs, words: Words) -> Section:
    """Winning against keeping, in attempts and, where what keeping costs is known, in money."""
    values = given.values
    cost = values.get("cost_to_keep")
    try:
        found = effort(
            cost_to_keep=cost or 0,
            win_cost_ratio=values["win_cost_ratio"],
            win_rate_existing=values["win_rate_existing"],
            win_rate_new=values["win_rate_new"],
        )
    except UsageError:
        return Section("winning", _("Winning and keeping"), (_("With a win rate of 0 % nobody ever says yes."),))
    said = _("A new customer takes %(new)s attempts, an existing one %(existing)s.") % {
        "new": words.ratio(found.attempts_new), "existing": words.ratio(found.attempts_existing),
    }  # fmt: skip
    ratio = Figure(_("Winning : keeping"), words.times(values["win_cost_ratio"]), _("in costs"))
    money = (
        Figure(_("Keeping one costs"), words.money(found.keep), _("a year")),
        Figure(_("Winning one costs"), words.money(found.win), _("keeping × ratio")),
    )
    hint = () if cost is not None else (_("Enter what keeping a customer costs, and here is what winning one costs."),)
    return Section("winning", _("Winning and keeping"), (said, *hint), figures=(ratio, *(money if cost else ())))


def downturn(given: Inputs, wish: Downturn, words: Words) -> Section:
    """Three paths: as now, a downturn, a downturn with the measure."""
    found = given.economy
    if found.revenue is None or found.retention is None:
        return Section("downturn", _("A downturn"), (_("The history has too little of it for a scenario."),))
    base = Base(found.customers, max(found.revenue, 0) / MONTHS, found.retention, found.new)
    try:
        paths = scenario(base, wish)
    except UsageError:
        return Section("downturn", _("A downturn"), (_("Churn cannot rise by more than what stays now."),))
    totals = {name: path.total for name, path in paths.items()}
    said = _(
        "Over %(months)s months the downturn costs %(lost)s of revenue; the measure brings %(won)s of it back, its own "
        "cost taken off."
    ) % {
        "months": wish.months,
        "lost": words.money(totals["as_now"] - totals["downturn"]),
        "won": words.money(totals["with_measure"] - totals["downturn"]),
    }  # fmt: skip
    return Section(
        name="downturn",
        title=_("A downturn"),
        sentences=(said, *_paying(given, wish, words)),
        figures=tuple(Figure(label, words.compact(totals[name]), _("revenue")) for name, label in names().items()),
        chart=chart(paths),
    )


def names() -> dict[str, str]:
    return {"as_now": _("As now"), "downturn": _("Downturn"), "with_measure": _("With the measure")}


def _paying(given: Inputs, wish: Downturn, words: Words) -> tuple[str, ...]:
    """From how many customers on the measure pays for itself."""
    if not wish.measure_cost:
        return ()
    found = given.economy
    try:
        needed = break_even(
            cost=wish.measure_cost * MONTHS, customers=found.customers, revenue=found.revenue or 0,
            margin=given.values["margin"],
        )  # fmt: skip
    except UsageError:
        return ()
    text = _(
        "The measure pays for itself when it keeps %(customers)s customers a year: %(points)s points of retention."
    )
    return (text % {"customers": words.number(needed.customers), "points": words.number(needed.points)},)


def chart(paths: Mapping[str, Path]) -> Chart:
    """Revenue per month; the paths differ in colour and in how they are dashed, and the numbers are a table."""
    labels = names()
    points = [
        (month, labels[name], revenue)
        for name, path in paths.items()
        for month, revenue in enumerate(path.revenue, start=1)
    ]
    order = list(labels.values())
    legend = {"orient": "bottom", "title": None, "symbolSize": 400}
    spec: dict[str, Any] = {
        "height": 240,
        "data": rows("month", "path", "revenue", of=points),
        "mark": {"type": "line"},
        "encoding": {
            "x": {"field": "month", "type": "quantitative", "title": _("Month"), "axis": {"tickMinStep": 1}},
            "y": {"field": "revenue", "type": "quantitative", "title": None, "axis": {"tickCount": 5}},
            "color": {"field": "path", "type": "nominal", "legend": legend,
                      "scale": {"domain": order, "range": [NEUTRAL, LOSS, ACCENT]}},
            "strokeDash": {"field": "path", "type": "nominal", "legend": legend,
                           "scale": {"domain": order, "range": [[1, 0], [2, 3], [8, 3]]}},
        },
    }  # fmt: skip
    return Chart("downturn", _("Revenue per month on the three paths"), spec, numbers(paths))


def numbers(paths: Mapping[str, Path]) -> Table:
    """The chart as a table: one row per month."""
    money = precision(value for path in paths.values() for value in path.revenue)
    columns = (Column(_("Month"), "count"), *(Column(label, money) for label in names().values()))
    lines = zip(*(paths[name].revenue for name in names()), strict=True)
    return Table(_("Revenue per month"), columns, tuple((month, *line) for month, line in enumerate(lines, start=1)))
