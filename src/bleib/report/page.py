"""The report as one HTML file that asks nobody for anything: style, font, scripts and data are inside it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_decimal_symbol, get_group_symbol
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bleib import metrics
from bleib.kernel.windows import Window
from bleib.report.compose import Report
from bleib.report.sections import sections
from bleib.report.sections.section import Section, label
from bleib.report.story import story
from bleib.report.whole import write_whole
from bleib.report.words import Words
from bleib.ui import assets
from bleib.ui.chart import config
from bleib.ui.table import heat


def write_html(report: Report, path: Path, lang: str) -> None:
    """Write the page in `lang` (de, en) to `path`, whole or not at all."""
    write_whole(path, render(report, lang))


def render(report: Report, lang: str) -> str:
    """The whole page as text."""
    words = Words(lang, report.currency)
    parts = sections(report, words)
    scripts, style = assets.scripts(), assets.style("tokens", "figures", "report")
    template = _environment(words).get_template("report.html")
    return template.render(
        report=report,
        words=words,
        span=Window(report.first_day, report.until),
        composed_on=composed_on(report),
        story=story(report, words),
        sections=parts,
        definitions=definitions(parts, words),
        style=Markup(style),
        scripts=[Markup(each) for each in scripts],
        charts=Markup(inline_json(charts(parts, words))),
        policy=policy(scripts, style),
        licences=Markup(assets.licences().replace("--", "- -")),
    )


def composed_on(report: Report) -> date | None:
    """The local day on which the report was made, if anybody said."""
    return report.composed_at and report.composed_at.astimezone(ZoneInfo(report.time_zone)).date()


def definitions(parts: list[Section], words: Words) -> list[dict[str, str | Markup]]:
    """Every metric that the page shows, once, with label, meaning, formula and source."""
    slugs = dict.fromkeys(slug for part in parts for slug in part.metrics)
    found = [(slug, metrics.DEFINITIONS[slug]) for slug in slugs]
    return [
        {
            "slug": slug,
            "label": each.label(words.lang),
            "meaning": code(each.meaning(words.lang)),
            "formula": code(each.formula_in(words.lang)),
            "source": each.source_in(words.lang),
        }
        for slug, each in found
    ]


def code(text: str) -> Markup:
    """Text in which what stands between backticks is code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def charts(parts: list[Section], words: Words) -> dict[str, Any]:
    """What the script draws: the specs by name, the theme, and how numbers are written."""
    separators = {"decimal": get_decimal_symbol(words.locale), "thousands": get_group_symbol(words.locale)}
    return {
        "specs": {part.chart.name: part.chart.drawable() for part in parts if part.chart},
        "config": config(),
        "formatLocale": separators | {"grouping": [3], "currency": ["", ""]},
    }


def inline_json(value: Any) -> str:
    """JSON that cannot end the script element it stands in, whatever a customer is called."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def policy(scripts: list[str], style: str) -> str:
    """Content security policy: nothing but what is in this very file may run, and nothing may be fetched."""
    runnable = " ".join(_hash(each) for each in scripts)
    return (
        f"default-src 'none'; script-src {runnable}; style-src {_hash(style)}; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _environment(words: Words) -> Environment:
    environment = Environment(
        loader=PackageLoader("bleib.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"t": words.say, "show": words.show, "heat": heat, "label": label}
    return environment
