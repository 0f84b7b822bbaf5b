"""The retention of those who belonged to a segment when the second window began, as far as it was measured."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bleib.figures.api import answer, standard
from bleib.report.compose import Row
from bleib.report.sections.retention import interval
from bleib.report.sections.section import Figure, label
from bleib.report.words import Words
from bleib.segments.api import Segment

SLICE = "segment"


def retention_of(found: Segment, words: Words) -> list[Figure]:
    """One figure, which leads to the page of retention; none before anybody measured it."""
    measured = answer(standard(), now=timezone.now())
    compared = measured.compared.get(SLICE, ())
    row: Row | None = next((each for each in compared if each["value"] == found.key), None)
    if row is None or row["rate"] is None or measured.sliced_on is None:
        return []
    address = f"{reverse('retention')}?{urlencode({'slice': f'{SLICE}:{found.key}'})}"
    told = {"interval": interval(row, words) or "–", "day": words.day(measured.sliced_on)}
    small = _("of the members of %(day)s; %(interval)s") % told
    return [Figure(label(measured.compared_by, words.lang), words.percent(row["rate"]), small, link=address)]
