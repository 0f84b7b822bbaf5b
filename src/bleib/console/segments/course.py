"""How many belonged to a segment month by month, as a chart with its sentence and its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bleib.report.sections.section import Section
from bleib.report.words import Words
from bleib.segments.api import Month
from bleib.ui.chart import ACCENT, Chart, rows
from bleib.ui.table import Column, Table


def section(months: Sequence[Month], words: Words, *, filled_on: date | None) -> Section | None:
    """None before anybody counted. `filled_on`: the day on which the segment was filled for the first time: whom it was
    filled with did not come on that day."""
    known = [each for each in months if each.members is not None]
    if not known:
        return None
    if len(known) == 1:
        text = _("Who belongs to it is kept since %(month)s; how that changes will stand here.")
        return Section("course", _("Members over time"), (text % {"month": words.month(known[0].start)},))
    moved = [filled_on is not None and each.start > filled_on for each in known]
    table = _table(known, moved, words)
    return Section(
        "course", _("Members over time"), tuple(_sentences(known, moved, words)), chart=_chart(known, table, words)
    )


def _sentences(known: Sequence[Month], moved: Sequence[bool], words: Words) -> Iterator[str]:
    first, last = known[0], known[-1]
    told = {
        "before": words.count(first.members or 0), "month": words.month(first.start),
        "now": words.count(last.members or 0), "entered": words.count(last.entered), "left": words.count(last.left),
    }  # fmt: skip
    if moved[-1]:
        yield (
            _("From %(before)s at the end of %(month)s to %(now)s now; this month %(entered)s came and %(left)s left.")
            % told
        )
    else:
        yield _("From %(before)s at the end of %(month)s to %(now)s now.") % told
    counted = [each for each in known if each.counted]
    if counted:
        text = _("Until %(month)s it is counted by today's condition and what was known then.")
        yield text % {"month": words.month(counted[-1].start)}


def _table(known: Sequence[Month], moved: Sequence[bool], words: Words) -> Table:
    columns = (
        Column(_("Month")), Column(_("Members at its end"), "count"), Column(_("Came"), "count"),
        Column(_("Left"), "count"),
    )  # fmt: skip
    lines = (
        (words.month(each.start), each.members, *((each.entered, each.left) if is_known else (None, None)))
        for each, is_known in zip(known, moved, strict=True)
    )
    return Table(_("Members by month"), columns, tuple(lines))


def _chart(known: Sequence[Month], table: Table, words: Words) -> Chart:
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
    return Chart("course", _("Members at the end of each month"), spec, table)
