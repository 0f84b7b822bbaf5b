"""The report on paper: A4, set by Typst, with the charts of the page. The same report gives the same bytes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

from bleib import metrics
from bleib.kernel.windows import Window
from bleib.report.compose import Report
from bleib.report.headline import Aimed, Targets, headline
from bleib.report.page import composed_on
from bleib.report.pdf_charts import colours, draw
from bleib.report.sections import sections
from bleib.report.sections.changes import month
from bleib.report.sections.section import Section
from bleib.report.story import story
from bleib.report.whole import write_whole
from bleib.report.words import Words
from bleib.ui import assets
from bleib.ui.table import Table, heat

# For archives, and readable by screen readers: tagged, with the language, and with words for every chart.
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
LONG_WORD = re.compile(r"\S{20}(?=\S)")
# Charts whose numbers do not stand in them.
LINES = ("retention", "regulars", "pareto")


def write_pdf(report: Report, path: Path, lang: str, *, targets: Targets | None = None) -> None:
    """Write the document in `lang` (de, en) to `path`, whole or not at all."""
    write_whole(path, render_pdf(report, lang, targets=targets))


def render_pdf(report: Report, lang: str, *, targets: Targets | None = None, company: str = "") -> bytes:
    """The document: PDF/A-2a and PDF/UA-1. `targets`: what figures are compared with; `company`: whose they are."""
    data = document(report, Words(lang, report.currency), targets) | {"company": company or "Bleib"}
    template = files("bleib.report").joinpath("templates/report.typ").read_bytes()
    made = report.composed_at or datetime.combine(report.last_day, time(), tzinfo=UTC)
    return typst.compile(
        template,
        font_paths=_fonts(),
        sys_inputs={"report": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[*STANDARDS],
        timestamp=made.replace(microsecond=0),
    )


@cache
def _fonts() -> typst.Fonts:
    """Ours, and for letters they lack those that Typst brings; not the machine's: the same everywhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(assets.fonts())])


def document(report: Report, words: Words, targets: Targets | None = None) -> dict[str, Any]:
    """What the template sets: texts, tables with printed cells, and charts as SVG."""
    parts = sections(report, words)
    title = month(report, words) if report.windows.month else words.say("page_title")
    made_on = composed_on(report)
    made = {"version": report.version} | ({"day": made_on} if made_on else {})
    return {
        "lang": words.lang,
        "title": f"{words.say('page_title')}: {title}" if report.windows.month else title,
        "span": words.say("page_span", span=Window(report.first_day, report.until)),
        "banner": words.say("synthetic") if report.synthetic else "",
        "headline": [_aimed(each) for each in headline(report, words, targets)],
        "story": story(report, words),
        "sections": [_section(each, words) for each in parts],
        "numbers": [_table(each.chart.numbers, words) for each in parts if each.chart and each.name in LINES],
        "definitions": _definitions(parts, words.lang),
        "made": words.say("composed" if made_on else "composed_undated", **made),
        "colours": colours(),
        "words": {
            name: words.say(f"paper_{name}") for name in ("page", "of", "numbers", "numbers_sentence")
        } | {"definitions": words.say("definitions_title"), "summary": words.say("summary_title")},
    }  # fmt: skip


def _section(section: Section, words: Words) -> dict[str, Any]:
    chart = section.chart
    return {
        "title": section.title,
        "sentences": list(section.sentences),
        "figures": [_aimed(Aimed(each)) for each in section.figures],
        "chart": {"summary": chart.summary, "svg": draw(chart, words)} if chart else None,
        "tables": [_table(each, words) for each in section.tables if each.rows],
    }


def _aimed(each: Aimed) -> dict[str, str]:
    figure = each.figure
    return {"label": figure.label, "value": figure.value, "small": figure.small, "aim": each.aim}


def _table(table: Table, words: Words) -> dict[str, Any]:
    columns = [{"title": each.title, "numeric": each.numeric, "wide": each.kind == "name"} for each in table.columns]
    rows = [
        [
            {"text": _breakable(words.show(value, column.kind)), "heat": heat(value) if column.heat else None}
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    return {"caption": table.caption, "columns": columns, "rows": rows}


def _breakable(text: str) -> str:
    """A word that no line can hold may be broken: names come as people typed them."""
    return LONG_WORD.sub(lambda match: match[0] + "\u200b", text)


def _definitions(parts: list[Section], lang: str) -> list[dict[str, str]]:
    """Every metric that the pages show, once, as plain text."""
    found = [metrics.DEFINITIONS[slug] for slug in dict.fromkeys(slug for part in parts for slug in part.metrics)]
    return [
        {
            "label": each.label(lang),
            "meaning": each.meaning(lang).replace("`", ""),
            "formula": each.formula_in(lang).replace("`", ""),
            "source": each.source_in(lang),
        }
        for each in found
    ]
