"""What a section of the report is made of; terminal and page print the same sections."""

from __future__ import annotations

from dataclasses import dataclass

from bleib import metrics
from bleib.ui.chart import Chart
from bleib.ui.table import Table


@dataclass(frozen=True)
class Figure:
    """A big number with its small print; `link` is the address of who is behind it, where a page has one."""

    label: str
    value: str
    small: str = ""
    link: str = ""


@dataclass(frozen=True)
class Section:
    """`sentences` say what is found; `brief` is the table that fits a terminal; `metrics` are defined below.

    `more` continues the last table: a heading to unfold, and the rows beneath it.
    """

    name: str
    title: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    more: tuple[str, Table] | None = None
    brief: Table | None = None
    metrics: tuple[str, ...] = ()


def label(slug: str, lang: str) -> str:
    """What the metric is called: its definition says so."""
    return metrics.DEFINITIONS[slug].label(lang)
