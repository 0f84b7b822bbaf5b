"""How many belonged to a segment month by month, as a chart with its sentence and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from bleib.report.sections.section import Section
from bleib.report.words import Words
from bleib.segments.api import Month
from bleib.ui.chart import ACCENT, Chart, rows
from bleib.ui.table import Column, Table


def section(months: Sequence[Month], words: Words) -> Section | None:
    """None before the segment was filled for the first time. Whom it was filled with did not come in that month."""
    known = [each for each in months if each.members is not None]
    if not known:
        return None
    if len(known) == 1:
        text = _("Who belongs to it is kept since %(month)s; how that changes will stand here.")
        return Section("course", _("Members over time"), (text % {"month": words.month(known[0].start)},))
    return Section("course", _("Members over time"), (_sentence(known, words),), chart=_chart(known, words))


def _sentence(known: Sequence[Month], words: Words) -> str:
    first, last = known[0], known[-1]
    text = _("From %(before)s at the end of %(month)s to %(now)s now; this month %(entered)s came and %(left)s left.")
    return text % {
        "before": words.count(first.members or 0), "month": words.month(first.start),
        "now": words.count(last.members or 0), "entered": words.count(last.entered), "left": words.count(last.left),
    }  # fmt: skip


def _table(known: Sequence[Month], words: Words) -> Table:
    columns = (
        Column(_("Month")), Column(_("Members at its end"), "count"), Column(_("Came"), "count"),
        Column(_("Left"), "count"),
    )  # fmt: skip
    first = (words.month(known[0].start), known[0].members, None, None)
    lines = ((words.month(each.start), each.members, each.entered, each.left) for each in known[1:])
    return Table(_("Members by month"), columns, (first, *lines))


def _chart(known: Sequence[Month], words: Words) -> Chart:
    data = [(place, words.month(each.start), each.members, words.count(each.members or 0))
            for place, each in enumerate(known)]  # fmt: skip
    x = {
        "field": "month",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": {"labelAngle": 0, "labelOverlap": True},
    }
    y = {"field": "members", "type": "quantitative", "title": _("Members"), "axis": {"tickMinStep": 1, "tickCount": 4}}
    tip = [{"field": "month", "type": "nominal", "title": _("Month")},
           {"field": "text", "type": "nominal", "title": _("Members")}]  # fmt: skip
    spec: dict[str, Any] = {
        "height": 200,
        "data": rows("place", "month", "members", "text", of=data),
        "mark": {"type": "line", "point": {"color": ACCENT, "size": 40}},
        "encoding": {"x": x, "y": y, "tooltip": tip},
    }
    return Chart("course", _("Members at the end of each month"), spec, _table(known, words))
