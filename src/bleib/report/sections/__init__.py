"""The sections of a report, in reading order."""

from __future__ import annotations

from bleib.report.compose import Report
from bleib.report.sections import bridge, cohorts, contracts, imports, pareto, regulars, retention, rfm, rhythm
from bleib.report.sections.section import Section
from bleib.report.words import Words

ORDER = (
    retention.section,
    rhythm.overdue,
    bridge.section,
    contracts.section,
    cohorts.section,
    regulars.section,
    pareto.section,
    rfm.section,
    rhythm.section,
    imports.section,
)


def sections(report: Report, words: Words) -> list[Section]:
    """Those that have something to say: without contracts there is no section on them."""
    built = (build(report, words) for build in ORDER)
    return [section for section in built if section is not None]
