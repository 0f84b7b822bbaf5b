"""Figures on pages: {{ x|shown:"percent" }}, {% table numbers "name" %}, {% chart drawn %}, {% light "red" %}."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.translation import get_language

from bleib.history.models import Setting
from bleib.lights.api import Colour
from bleib.report.page import charts as specs
from bleib.report.sections.section import Section, label
from bleib.report.words import LOCALES, Words
from bleib.ui.chart import Chart
from bleib.ui.table import Column, Table, heat

register = template.Library()


def words_of_reader() -> Words:
    """Numbers, days and sentences in the reader's language and the installation's currency."""
    language = (get_language() or "de")[:2]
    return Words(language if language in LOCALES else "en", str(Setting.read("currency", "EUR")))


@register.simple_tag
def words() -> Words:
    return words_of_reader()


@register.filter
def shown(value: Any, kind: str) -> str:
    """A value as `report.words` prints this kind; None is a dash."""
    return words_of_reader().show(value, kind)


@register.filter
def called(slug: str) -> str:
    """What a metric is called, by its definition."""
    return label(slug, words_of_reader().lang)


@register.inclusion_tag("console/parts/light.html")
def light(colour: str, *, count: int | None = None) -> dict[str, Any]:
    """A light as shape and word: nobody has to tell colours apart. With a `count`, the word is only pointed at."""
    return {"colour": colour, "word": str(Colour(colour).label), "count": count}


@register.inclusion_tag("console/parts/table.html")
def table(numbers: Table, name: str) -> dict[str, Any]:
    """A table of raw values; a cell with an address in `numbers.links` opens what stands behind it."""
    said = words_of_reader()
    return {"table": numbers, "name": name, "rows": [_row(numbers, said, place) for place in range(len(numbers.rows))]}


@register.inclusion_tag("console/parts/chart.html")
def chart(drawn: Chart) -> dict[str, Any]:
    """A chart with its sentence and its numbers; {% charts %} at the end of the page draws it."""
    return {"chart": drawn}


@register.inclusion_tag("console/parts/charts.html")
def charts(sections: Sequence[Section]) -> dict[str, Any]:
    """The specs of all charts on the page, and the scripts that draw them."""
    return {"drawn": specs(list(sections), words_of_reader())}


def _row(numbers: Table, said: Words, place: int) -> list[dict[str, Any]]:
    links = numbers.links[place] if numbers.links else (None,) * len(numbers.columns)
    cells = zip(numbers.rows[place], numbers.columns, links, strict=True)
    return [_cell(value, column, link=link, said=said) for value, column, link in cells]


def _cell(value: Any, column: Column, *, link: str | None, said: Words) -> dict[str, Any]:
    text = said.show(value, column.kind) if value is not None or not column.heat else ""
    step = heat(value) if column.heat else None
    return {"text": text, "numeric": column.numeric, "heat": step, "is_heat": column.heat, "link": link}
