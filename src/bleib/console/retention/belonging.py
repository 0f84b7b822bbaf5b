"""Whom a slice by segment counts: those who belonged to it when the second window began, or nobody that is known."""

from __future__ import annotations

from django.utils.translation import gettext as _

from bleib.console.conditions.wording import language
from bleib.figures.api import Answer
from bleib.report.words import Words
from bleib.segments.api import Segment, Subject

SLICE = "segment"


def title(found: Answer, words: Words) -> str:
    """What the slice is called, with the day that is meant."""
    if found.sliced_on is None:
        return _("Segment")
    return _("Segment (who belonged to it on %(day)s)") % {"day": words.day(found.sliced_on)}


def told(found: Answer, words: Words) -> str:
    """Whom the figures of a segment count; empty where they are of no segment."""
    if found.question.slice_by != SLICE or found.sliced_on is None or untold(found, words):
        return ""
    said = _(
        "Counted are those who belonged to the segment on %(day)s, when the second window began. Who came or left "
        "later changes nothing here: membership of today would already know who stayed."
    )
    return said % {"day": words.day(found.sliced_on)}


def untold(found: Answer, words: Words) -> str:
    """Why there are no figures of a segment; empty where there are some."""
    if found.question.slice_by != SLICE or found.sliced_on is None:
        return ""
    key = found.question.slice_value
    segment = Segment.objects.filter(key=key).first()
    if segment is None or segment.subject != Subject.CUSTOMER:
        return _("There is no segment “%(key)s” of customers (any more). So nobody is counted here.") % {"key": key}
    name = {"name": segment.name(language()), "day": words.day(found.sliced_on)}
    if not segment.is_active:
        return _("The segment “%(name)s” is switched off: nobody belongs to it. So nobody is counted here.") % name
    if key not in found.untold:
        return ""
    return _(
        "Nobody can say who belonged to “%(name)s” on %(day)s: it asks for lights or the forecast, and it was not "
        "filled by this condition then. Choose later windows, or another segment."
    ) % name  # fmt: skip
