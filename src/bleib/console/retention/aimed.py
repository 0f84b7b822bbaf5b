"""Targets of slices, where their figures are shown: beside each value, and in a sentence of a slice's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from bleib.figures.api import Question, Target, target_for
from bleib.report import Report
from bleib.report.sections.section import Section
from bleib.report.words import Words


def at(section: Section, report: Report, words: Words, *, question: Question) -> Section:
    """With a sentence on the slice's target and how far it is; as it was where there is none."""
    target = target_for("retention", question.slice_by, question.slice_value) if question.slice_by else None
    rate = report.one("retention")["crr"]
    if target is None or rate is None:
        return section
    said = {"target": words.percent(float(target)), "rate": words.percent(rate)}
    sentence = (
        _("The target for these customers is %(target)s; they reach it with %(rate)s.")
        if rate >= target
        else _("The target for these customers is %(target)s; with %(rate)s they miss it.")
    )
    return replace(section, sentences=(*section.sentences, sentence % said))


def of_values(slice_by: str, *, regulars: bool) -> Mapping[str, Decimal]:
    """Value of the slice to its target, in percent."""
    metric = "retention_regulars" if regulars else "retention"
    found = Target.objects.filter(metric=metric, slice_by=slice_by)
    return dict(found.values_list("slice_value", "value"))


def shown(target: Decimal | None, rate: float | None, words: Words) -> str | None:
    """A target and whether it is reached, in words."""
    if target is None:
        return None
    said = words.percent(float(target))
    if rate is None:
        return said
    return (_("%(target)s, reached") if rate >= target else _("%(target)s, missed")) % {"target": said}
