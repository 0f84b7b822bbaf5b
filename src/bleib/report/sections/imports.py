"""What was read: the counts that have to add up, and the role of every source."""

from __future__ import annotations

from dataclasses import asdict

from bleib.report.compose import Report
from bleib.report.sections.section import Section
from bleib.report.words import Words
from bleib.ui.table import Column, Table

FIELDS = ("read", "accepted", "duplicates", "rejected", "without_customer", "cancellations", "superseded")


def section(report: Report, words: Words) -> Section:
    table = counts(report, words)
    return Section(
        name="imports",
        title=words.say("imports_title"),
        sentences=tuple(sentences(report, words)),
        tables=(table, sources(report, words)) if report.sources else (table,),
        metrics=("totals",),
    )


def sentences(report: Report, words: Words) -> list[str]:
    """That the counts add up; what was observed; what counts in revenue only."""
    said = [words.say("imports_sentence", **asdict(report.counts))]
    said.append(words.say("observed", first=report.first_day, last=report.last_day, zone=report.time_zone))
    loose = report.one("totals")["revenue_without_customer"]
    if report.counts.without_customer and loose is not None:
        said.append(words.say("without_customer_revenue", lines=report.counts.without_customer, revenue=loose))
    elif report.counts.without_customer:
        said.append(words.say("without_customer_lines", lines=report.counts.without_customer))
    return said


def counts(report: Report, words: Words) -> Table:
    columns = (Column(words.say("lines_column")), Column(words.say("number_column"), "count"))
    values = asdict(report.counts)
    return Table(
        words.say("imports_caption"), columns, tuple((words.say(f"import_{name}"), values[name]) for name in FIELDS)
    )


def sources(report: Report, words: Words) -> Table:
    columns = (
        Column(words.say("source"), "name"), Column(words.say("rows_column"), "count"), Column(words.say("role")),
        Column(words.say("note")),
    )  # fmt: skip
    lines = (
        (each.name, each.rows, words.say(f"role_{each.role}"), each.note.said(words.lang) or None)
        for each in report.sources
    )
    return Table(words.say("sources_caption"), columns, tuple(lines))
