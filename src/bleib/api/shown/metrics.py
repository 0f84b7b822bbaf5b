"""Metrics as programs read them: what they mean, and what was measured."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema

from bleib.api.shapes import Moment
from bleib.metrics import Definition
from bleib.metrics.runner import sql


class ColumnOut(Schema):
    name: str
    type: str = Field(description="text, date, bigint, double, or money: a text with four decimals.")


class MetricOut(Schema):
    """What a metric is. The same texts stand on the page of definitions."""

    slug: str = Field(examples=["retention"])
    label: str
    unit: str
    meaning: str
    formula: str
    source: str = Field(description="Where the definition is published.")
    columns: list[ColumnOut]


class DefinitionOut(MetricOut):
    sql: str = Field(description="The statement that computes it, in DuckDB's dialect.")


class MetricsOut(Schema):
    data: list[MetricOut]


class ValuesOut(Schema):
    """What was measured, as the pages show it."""

    metric: str
    measured_at: Moment
    stale: bool = Field(description="The history has moved on since; the worker measures again.")
    until: date = Field(description="The first day of which it knows nothing.")
    base: str = Field(description="The window whose customers are looked at: first day / day after the last.")
    next: str = Field(description="The window in which it is looked whether they stayed.")
    slice: str = Field(description="Whom it is about, such as country:DE; empty: all customers.")
    currency: str
    rows: list[dict[str, Any]] = Field(description="The columns of the definition; rates in percent with intervals.")


class AwaitedOut(Schema):
    """It is being measured. Ask again in some seconds."""

    awaited: bool = True


def metric_shown(definition: Definition, lang: str) -> MetricOut:
    return MetricOut(**_texts(definition, lang))


def definition_shown(definition: Definition, lang: str) -> DefinitionOut:
    return DefinitionOut(**_texts(definition, lang), sql=sql(definition.slug))


def plain(value: object) -> object:
    """A cell as JSON has it: exact numbers and days as text."""
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _texts(definition: Definition, lang: str) -> dict[str, Any]:
    return {
        "slug": definition.slug,
        "label": definition.label(lang),
        "unit": definition.unit_in(lang),
        "meaning": definition.meaning(lang),
        "formula": definition.formula_in(lang),
        "source": definition.source_in(lang),
        "columns": [ColumnOut(name=each.name, type=each.type) for each in definition.columns],
    }
