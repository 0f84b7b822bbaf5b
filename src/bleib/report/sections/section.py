"""What a section of the report is made of; terminal and page print the same sections."""

from __future__ import annotations

from dataclasses import dataclass

from bleib.ui.chart import Chart
from bleib.ui.table import Table


@dataclass(frozen=True)
class Figure:
    """A big number with its small print."""

    label: str
    value: str
    small: str = ""


@dataclass(frozen=True)
class Section:
    """`sentences` say what the chart shows; `brief` is the table that fits a terminal; `metrics` are linked below."""

    name: str
    title: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    tables: tuple[Table, ...] = ()
    brief: Table | None = None
    metrics: tuple[str, ...] = ()
