"""The customers behind a figure, and the same figures side by side for the values of a slice; from the figure's SQL."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pyarrow as pa
from sqlglot import exp

from bleib.history.dialect import parse
from bleib.history.engine import Engine, connect
from bleib.history.tables import MONEY, Frame, like
from bleib.kernel.errors import UsageError
from bleib.metrics.cells import Cell, Members
from bleib.metrics.definitions import Definition
from bleib.metrics.params import literals, read
from bleib.metrics.query import composed, fill, sliced
from bleib.metrics.runner import Data, named, with_interval

ROWS = "rows"
MEMBERS = pa.schema([("customer", pa.string()), ("value", MONEY)])


def members(slug: str, data: Data, *, cell: str, where: exp.Expression | None = None, **params: Any) -> Frame:
    """customer, value: who is counted in the figure `cell` of a metric; the largest values first, then by number.

    `params` are the metric's and those that say which row of its answer is meant. `value` is the customer's part of a
    figure that is a sum, else null: as many rows as a count says, or values that add up to a sum.
    Raises UsageError where the metric has no such figure, and as `run` does.
    """
    definition = named(slug)
    found = cell_of(definition, cell)
    asked = replace(definition, params=definition.params + found.params)
    query = fill(_of_cell(slug, found), literals(asked, read(asked, params)))
    engine = data if isinstance(data, Engine) else connect(**{definition.reads: data})
    try:
        table = engine.run(query if where is None else sliced(query, where)).cast(MEMBERS)
    finally:
        if engine is not data:
            engine.close()
    return table if engine is data else like(table, data)


def compared(slug: str, engine: Engine, *, values: str, where: exp.Expression | None = None, **params: Any) -> pa.Table:
    """One row per value: every figure of the metric that has members, and its rate with interval where it has one.

    `values` names a table of the engine with the columns customer, value (text); who has several counts in each.
    Most customers first. Columns: value, the figures (counts as bigint, sums as money), rate, ci95_low, ci95_high.
    """
    definition = named(slug)
    cells = [cell for cell in _members(definition).cells.values() if not cell.params]
    query = fill(_by_value(slug, values).copy(), literals(definition, read(definition, params)))
    table = engine.run(query if where is None else sliced(query, where))
    types = [pa.field(each.name, MONEY if each.value else pa.int64()) for each in cells]
    table = table.cast(pa.schema([pa.field("value", pa.string()), *types]))
    table = table.sort_by([(cells[0].name, "descending"), ("value", "ascending")])
    return (
        with_interval(_with_rate(table, *definition.interval), *definition.interval) if definition.interval else table
    )


def tables_of(slug: str) -> set[str]:
    """The tables that a metric reads, those of the metrics it uses included."""
    query = composed(named(slug).slug)
    return {table.name for table in query.find_all(exp.Table)} - {cte.alias for cte in query.ctes}


def cell_of(definition: Definition, name: str) -> Cell:
    """The figure of that name; UsageError lists those there are."""
    cells = _members(definition).cells
    if name not in cells:
        raise UsageError(f"'{name}' of {definition.slug} does not count customers. These do: {', '.join(cells)}.")
    return cells[name]


def _members(definition: Definition) -> Members:
    if definition.members is None:
        raise UsageError(f"{definition.slug} does not say who is behind its figures.")
    return definition.members


def _of_cell(slug: str, cell: Cell) -> exp.Select:
    value = f"sum({cell.value})" if cell.value else "null"
    text = (
        f"select customer, cast({value} as decimal(38, 4)) as value from {_step(slug)} "
        f"where customer is not null and ({cell.condition}) group by customer order by value desc nulls last, customer"
    )
    return _after_steps(slug, parse(text))


@cache
def _by_value(slug: str, values: str) -> exp.Select:
    """Counts and sums over the step, joined with the values of each customer."""
    cells = [cell for cell in _members(named(slug)).cells.values() if not cell.params]
    figures = ", ".join(f'{_figure(cell)} as "{cell.name}"' for cell in cells)
    text = (
        f"select listed.value as value, {figures} from {_step(slug)} "
        f"join {values} as listed on listed.customer = {_step(slug)}.customer group by listed.value"
    )
    return _after_steps(slug, parse(text))


def _figure(cell: Cell) -> str:
    if cell.value is None:
        return f"count(case when {cell.condition} then 1 end)"
    return f"cast(coalesce(sum(case when {cell.condition} then {cell.value} end), 0) as decimal(38, 4))"


def _step(slug: str) -> str:
    step = _members(named(slug)).step
    return "answer_rows" if step == ROWS else step


def _after_steps(slug: str, end: exp.Select) -> exp.Select:
    """The steps of the metric, with `end` in place of what it ends with."""
    query = composed(slug).copy()
    steps = [cte.copy() for cte in query.ctes]
    for step in steps:
        _with_customer(step.this)
    if _members(named(slug)).step == ROWS:
        query.set("with_", None)
        query.set("order", None)
        steps.append(exp.CTE(this=query, alias=exp.TableAlias(this=exp.to_identifier("answer_rows"))))
    end.set("with_", exp.With(expressions=steps))
    return end


def _with_customer(step: exp.Expression) -> None:
    """A step with one row per customer may leave the number out: it costs time where it is not needed."""
    if not isinstance(step, exp.Select):
        return
    group = step.args.get("group")
    grouped = [each.sql() for each in group.expressions] if group else []
    if grouped == ["customer"] and "customer" not in step.named_selects:
        step.select("customer", copy=False)


def _with_rate(table: pa.Table, successes: str, trials: str) -> pa.Table:
    counts = zip(table.column(successes).to_pylist(), table.column(trials).to_pylist(), strict=True)
    rates = [100 * hit / tried if tried else None for hit, tried in counts]
    return table.append_column("rate", pa.array(rates, pa.float64()))
