"""A definition as the page shows it: in the reader's language, with its SQL in both dialects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from bleib.metrics import Definition, sql
from bleib.metrics.definitions import Column, Param
from bleib.metrics.document import TYPES
from bleib.report.page import code

KINDS = {
    "date": _("a day"),
    "window": _("a period"),
    "unit": _("week, month, quarter or year"),
    "count": _("a whole number"),
    "number": _("a number"),
}
COLUMNS = {
    "text": _("text"),
    "date": _("day"),
    "bigint": _("whole number"),
    "double": _("decimal number"),
    "money": _("amount"),
}


@dataclass(frozen=True)
class Shown:
    """Texts of one definition; `parameters` and `columns` are name, kind, and what follows it."""

    slug: str
    label: str
    unit: str
    meaning: Markup
    formula: Markup
    source: str
    reads: str
    parameters: tuple[tuple[str, Promise | str, str], ...]
    columns: tuple[tuple[str, Promise | str, str], ...]
    duckdb: str
    spark: str


def shown(definition: Definition, language: str) -> Shown:
    """`language` is "de" or "en"."""
    return Shown(
        slug=definition.slug,
        label=definition.label(language),
        unit=definition.unit_in(language),
        meaning=code(definition.meaning(language)),
        formula=code(definition.formula_in(language)),
        source=definition.source_in(language),
        reads=definition.reads,
        parameters=tuple(_parameter(each) for each in definition.params),
        columns=tuple(_column(each) for each in definition.columns),
        duckdb=statement(definition.slug, "duckdb"),
        spark=statement(definition.slug, "spark"),
    )


@cache
def statement(slug: str, dialect: str) -> str:
    """What `bleib sql` prints, without the header: that is what stands around it. Rendered once per process."""
    lines = sql(slug, dialect).splitlines()
    first = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    return "\n".join(lines[first:])


def _parameter(param: Param) -> tuple[str, Promise | str, str]:
    kind = KINDS.get(param.kind, param.kind)
    return param.name, kind, "" if param.default in (None, "none") else str(param.default)


def _column(column: Column) -> tuple[str, Promise | str, str]:
    return column.name, COLUMNS.get(column.type, column.type), TYPES[column.type]
