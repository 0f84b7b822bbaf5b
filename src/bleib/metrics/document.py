"""Writes docs/metrics.md from the definitions: `python -m bleib.metrics.document > docs/metrics.md`."""

from __future__ import annotations

from bleib.metrics.cells import Cell
from bleib.metrics.definitions import DEFINITIONS, Column, Definition, Param
from bleib.metrics.runner import sql

INTRODUCTION = """\
# Metrics

Every metric is one SQL file that says what it computes; this page is made from those files
(`python -m bleib.metrics.document > docs/metrics.md`, and a test compares). `bleib sql METRIC` prints the same text,
`bleib sql METRIC --dialect spark` the one for a Spark Connect endpoint.

The tables: `activity` has one row per customer and local day (`customer`, null where a line has none; `day`; `orders`,
purchases that began on this day; `lines`; `units`; `revenue`, net of refunds; `refunds`; `cost`), `customers` one row
per customer (`customer`, `name`, `country`, `first_on`, `second_on`, `last_on`, `orders`, `order_days`, `revenue`,
`refunds`), `contracts` one row per contract and stretch of time in which it runs unchanged (`customer`, `contract`,
`product`, `start_on`, `end_on`, the first day without it or null; `amount` per month, `quantity`, `notice_on`,
`term_months`, `notice_days`; no trials), `features` one row per customer, day and product group bought or feature used
(`customer`, `day`, `kind`, bought or used; `feature`, `times`), `touchpoints` one row per customer, day and kind of
touchpoint (`customer`, `day`; `touchpoint`, the type of the fact, `trial` or `promoter`; `times`; NPS `answers`, and of
these `promoters` and `detractors`). A purchase is a distinct order; periods are half-open, `[start, end)`.

Parameters stand in the SQL as `$name`. A `window` is two of them, `$name_start` and `$name_end`; a `unit` (week, month,
quarter, year) comes with its length, `$unit_step`. `at` and `until` are the first day that is not known any more.

Rates are percentages, unrounded. What was not observed is null, never 0. `ci95_low` and `ci95_high` are the bounds of
Wilson's 95 % interval; they are added to the result of the SQL. Every metric takes `where` (a condition over the
columns of `customers`) and `by` (one of these columns: a block of rows per value). "Behind its figures" says whom
`metrics.members(metric, data, cell=FIGURE, ...)` names: as many customers as a count says, or parts of a sum.
"""

TYPES = {"text": "text", "date": "date", "bigint": "integer", "double": "double", "money": "decimal(38, 4)"}


def page() -> str:
    """The whole page: introduction, table of contents, one section per metric."""
    sections = [_section(definition) for definition in DEFINITIONS.values()]
    return "\n".join([INTRODUCTION, _contents(), *sections])


def _contents() -> str:
    rows = [f"| [{each.slug}](#{each.slug}) | {each.label_en} | {each.label_de} |" for each in DEFINITIONS.values()]
    return "\n".join(["| metric | English | Deutsch |", "|---|---|---|", *rows, ""])


def _section(definition: Definition) -> str:
    return f"""\
## {definition.slug}

**{definition.label_en}.** {definition.meaning_en}

**{definition.label_de}.** {definition.meaning_de}

- Unit: {definition.unit}
- Formula: {definition.formula}
- Formel: {definition.formula_de}
- Source: {definition.source}
- Reads: `{definition.reads}`
- Parameters: {", ".join(_param(param) for param in definition.params)}
- Columns: {", ".join(_column(column) for column in definition.columns)}
- Behind its figures: {_members(definition)}

```sql
{_statement(definition)}
```
"""


def _statement(definition: Definition) -> str:
    """The statement as `bleib sql` prints it; the header is what stands above it on the page."""
    lines = sql(definition.slug).splitlines()
    return "\n".join(line for line in lines[_first_line(lines) :])


def _first_line(lines: list[str]) -> int:
    return next(number for number, line in enumerate(lines) if not line.startswith("--"))


def _members(definition: Definition) -> str:
    """The figures that name their customers, each with its condition over the step of the SQL."""
    if definition.members is None:
        return "nobody by name"
    return f"of `{definition.members.step}` " + "; ".join(_cell(each) for each in definition.members.cells.values())


def _cell(cell: Cell) -> str:
    row = f" of a row ({', '.join(param.name for param in cell.params)})" if cell.params else ""
    summed = f", `{cell.value}` added up" if cell.value else ""
    return f"`{cell.name}`{row} where `{cell.condition}`{summed}"


def _param(param: Param) -> str:
    if param.default is None:
        return f"`{param.name}` ({param.kind})"
    return f"`{param.name}` ({param.kind}, {'optional' if param.default == 'none' else f'default {param.default}'})"


def _column(column: Column) -> str:
    return f"`{column.name}` {TYPES[column.type]}"


if __name__ == "__main__":
    print(page(), end="")
