"""The sections of a report, in reading order."""

from __future__ import annotations

from bleib.report.compose import Report
from bleib.report.sections import bridge, cohorts, imports, pareto, regulars, retention, rfm, rhythm
from bleib.report.sections.section import Section
from bleib.report.words import Words

ORDER = (
    retention.section,
    rhythm.overdue,
    bridge.section,
    cohorts.section,
    regulars.section,
    pareto.section,
    rfm.section,
    rhythm.section,
    imports.section,
)


def sections(report: Report, words: Words) -> list[Section]:
    return [build(report, words) for build in ORDER]
