"""How often lights were right about the members of a segment."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bleib.lights.api import Colour
from bleib.report.sections.section import Section
from bleib.report.words import Words
from bleib.segments.api import Segment, record_of
from bleib.ui.table import Column, Table

PERCENT = 100


def section(found: Segment, words: Words) -> Section | None:
    """None where nothing was tested, or earlier days know nothing of the segment."""
    rows = [each for each in record_of(found) if each.cases]
    if not rows:
        return None
    columns = (
        Column(_("Traffic light"), "name"), Column(_("Judgements"), "count"), Column(_("Of them left"), "count"),
        Column(_("Share"), "percent"), Column(words.say("ci95"), "cell"),
    )  # fmt: skip
    lines = tuple(
        (
            *(str(Colour(each.light).label), each.cases, each.left, each.share * PERCENT),
            words.say("interval_bare", low=each.low * PERCENT, high=each.high * PERCENT),
        )
        for each in reversed(rows)
    )
    said = _("Of the members of earlier days, judged by what was known then: how many left, by their light.")
    table = Table(_("Lights and who left"), columns, lines)
    return Section("record", _("How often lights were right here"), (said,), tables=(table,))
