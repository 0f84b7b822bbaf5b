"""The phases of the journey: volume, time, drop-off and satisfaction, each with the customers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bleib.console.journey_map.names import PHASES, WHOLE, phase_name, touchpoint_name
from bleib.console.retention.links import Links, linked
from bleib.report.compose import Row
from bleib.report.sections.section import Figure, Section
from bleib.report.words import NOTHING, Words
from bleib.ui.chart import LOSS, NEUTRAL, Chart, rows
from bleib.ui.table import Column, Table

METRIC = "journey_map"


def overview(journey: Sequence[Row], words: Words, links: Links) -> Section:
    """All phases side by side."""
    of_phases = [row for row in journey if row["touchpoint"] == WHOLE]
    numbers = _numbers(of_phases, _("Phases of the customer journey"), links)
    return Section(
        name="overview",
        title=_("Where customers are, and where they are lost"),
        sentences=(),
        chart=Chart("phases", _most_lost(of_phases, words), _bars(of_phases, words, links), numbers),
        metrics=(METRIC,),
    )


def sections(journey: Sequence[Row], words: Words, links: Links) -> list[Section]:
    """A section per phase that anybody was in, in the order of the journey."""
    by_phase = {phase: [row for row in journey if row["phase"] == phase] for phase in PHASES}
    return [_phase(phase, found, words=words, links=links) for phase, found in by_phase.items() if found]


def _phase(phase: str, found: Sequence[Row], *, words: Words, links: Links) -> Section:
    [whole] = [row for row in found if row["touchpoint"] == WHOLE]
    touchpoints = [row for row in found if row["touchpoint"] != WHOLE]
    caption = _("Touchpoints in the phase “%(phase)s”") % {"phase": phase_name(phase)}
    return Section(
        name=phase,
        title=phase_name(phase),
        sentences=(str(PHASES[phase][1]),),
        figures=_figures(whole, words, links),
        tables=(_numbers(touchpoints, caption, links),),
    )


def _figures(row: Row, words: Words, links: Links) -> tuple[Figure, ...]:
    counts = {"share": words.percent(row["share"]), "times": words.count(row["times"])}
    share = _("%(share)s of all customers with touchpoints; in all %(times)s times") % counts
    days = NOTHING if row["days"] is None else words.days(row["days"])
    return (
        Figure(_("Customers"), words.count(row["customers"]), share, _to(row, "customers", links)),
        Figure(_("Time"), days, _("since the touchpoint before (median)")),
        Figure(
            _("Drop-off"), words.show(row["drop_off"], "percent"), _dropped(row, words), _to(row, "last_here", links)
        ),
        Figure(_("Satisfaction (NPS)"), words.show(row["nps"], "whole"), _("answers of these customers")),
    )


def _dropped(row: Row, words: Words) -> str:
    """With the interval: few customers say little."""
    if row["drop_off"] is None:
        return _("nobody was here early enough to tell")
    values = {
        "lost": words.count(row["last_here"]), "observed": words.count(row["observed"]),
        "low": words.percent(row["ci95_low"]), "high": words.percent(row["ci95_high"]),
    }  # fmt: skip
    return _("%(lost)s of %(observed)s; 95 %% interval: %(low)s to %(high)s") % values


def _to(row: Row, cell: str, links: Links) -> str:
    return links.to(METRIC, cell, phase=row["phase"], touchpoint=row["touchpoint"]) if row[cell] else ""


def _numbers(found: Sequence[Row], caption: str, links: Links) -> Table:
    """Rows of the metric as a table; a phase as a whole goes by its own name."""
    columns = (
        Column(_("Touchpoint") if found and found[0]["touchpoint"] != WHOLE else _("Phase")),
        Column(_("Customers"), "count"), Column(_("Times"), "count"), Column(_("Days since the one before"), "ratio"),
        Column(_("Lost afterwards"), "count"), Column(_("Drop-off"), "percent"), Column(_("NPS"), "whole"),
    )  # fmt: skip
    fields = ("customers", "times", "days", "last_here", "drop_off", "nps")
    lines = tuple((_name(row), *(row[field] for field in fields)) for row in found)
    behind = (
        (None, _to(row, "customers", links), None, None, _to(row, "last_here", links), None, None) for row in found
    )
    return linked(Table(caption, columns, lines), behind)


def _name(row: Row) -> str:
    return phase_name(row["phase"]) if row["touchpoint"] == WHOLE else touchpoint_name(row["touchpoint"])


def _most_lost(of_phases: Sequence[Row], words: Words) -> str:
    """The sentence before the chart: in which phase most fell silent."""
    lost = max(of_phases, key=lambda row: row["last_here"])
    if not lost["last_here"]:
        return _("How many customers had a touchpoint in each phase. Nobody fell silent for half a year.")
    return _(
        "How many customers had a touchpoint in each phase. Most were lost in the phase “%(phase)s”: %(lost)s of "
        "%(observed)s had nothing to do with us for half a year afterwards."
    ) % {
        "phase": phase_name(lost["phase"]),
        "lost": words.count(lost["last_here"]),
        "observed": words.count(lost["observed"]),
    }


def _bars(of_phases: Sequence[Row], words: Words, links: Links) -> dict[str, Any]:
    """A bar per phase, and within it those who were lost; each leads to its customers."""
    bars = [
        (phase_name(row["phase"]), row["customers"], row["last_here"], words.count(row["customers"]), _tip(row, words),
         _to(row, "customers", links), _to(row, "last_here", links))
        for row in of_phases
    ]  # fmt: skip
    most = max(row["customers"] for row in of_phases)
    scale = {"domain": [0, most * 1.2], "nice": False}  # room for the number beside the longest bar
    x = {"type": "quantitative", "axis": None, "scale": scale}
    y = {"field": "phase", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 200}}
    tip = {"field": "tip", "type": "nominal"}
    return {
        "height": 34 * len(bars),
        "data": rows("phase", "customers", "lost", "count", "tip", "here", "gone", of=bars),
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 20, "color": NEUTRAL},
             "encoding": {"x": x | {"field": "customers"}, "tooltip": tip, **_linked("here", bars)}},
            {"mark": {"type": "bar", "height": 20, "color": LOSS},
             "encoding": {"x": x | {"field": "lost"}, "tooltip": tip, **_linked("gone", bars)}},
            {"mark": {"type": "text", "align": "left", "dx": 6},
             "encoding": {"x": x | {"field": "customers"}, "text": {"field": "count", "type": "nominal"}}},
        ],
    }  # fmt: skip


def _linked(field: str, bars: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """Nothing for who may not see customers."""
    return {"href": {"field": field, "type": "nominal"}} if any(bar[-2] for bar in bars) else {}


def _tip(row: Row, words: Words) -> str:
    return _("%(phase)s: %(customers)s customers, %(lost)s lost afterwards") % {
        "phase": phase_name(row["phase"]),
        "customers": words.count(row["customers"]),
        "lost": words.count(row["last_here"]),
    }
