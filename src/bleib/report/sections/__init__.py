"""The sections of a report, in reading order."""

from __future__ import annotations

from bleib.report.compose import Report
from bleib.report.sections import bridge, changes, cohorts, contracts, imports, pareto, regulars, retention, rfm, rhythm
from bleib.report.sections.section import Section
from bleib.report.words import Words

ORDER = (
    changes.section,
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
WITHOUT_ORDERS = (changes.section, contracts.section, imports.section)


def sections(report: Report, words: Words) -> list[Section]:
    """Those that have something to say: none on contracts without any, and those on orders if anybody ordered."""
    order = ORDER if report.is_on_orders else WITHOUT_ORDERS
    built = (build(report, words) for build in order)
    return [section for section in built if section is not None]
