"""Runs a metric by its slug on an engine or on the table it reads."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from sqlglot import exp

from bleib.history.dialect import render
from bleib.history.engine import DuckDBEngine, Engine, connect
from bleib.history.tables import MONEY, Frame, like
from bleib.kernel.errors import UsageError
from bleib.kernel.intervals import wilson
from bleib.metrics.definitions import DEFINITIONS, Definition
from bleib.metrics.params import Literals, literals, read
from bleib.metrics.query import as_written, build, composed, first_step

# An Engine (the answer is Arrow), or the table that the metric reads - mostly activity - as a pyarrow.Table, pandas or
# polars DataFrame (the answer is the same).
Data = Engine | Frame

ARROW = {"text": pa.string(), "date": pa.date32(), "bigint": pa.int64(), "double": pa.float64(), "money": MONEY}


def run(slug: str, data: Data, *, where: exp.Expression | None = None, by: str | None = None, **params: Any) -> Frame:
    """The metric's table; columns as in `DEFINITIONS[slug].columns`, rates in percent, unobserved null.

    `where` is a SQLGlot condition over the columns of `customers`: only those customers count, lines without customer
    do not. `by` names a column of `customers`: one block of rows per value, the value in a leading column.
    Raises UsageError for an unknown metric and for missing or impossible parameters.
    """
    definition = named(slug)
    parameters = literals(definition, read(definition, params))
    if isinstance(data, Engine):
        return _on(data, definition, parameters, where=where, by=by)
    engine = connect(**{definition.reads: data})
    try:
        return like(_on(engine, definition, parameters, where=where, by=by), data)
    finally:
        engine.close()


def sql(slug: str, dialect: str = "duckdb") -> str:
    """The definition as text that can be read and run: header and statement for "duckdb" or "spark"."""
    if dialect not in ("duckdb", "spark"):
        raise UsageError(f"'{dialect}' is no dialect: duckdb or spark.")
    definition = named(slug)
    if dialect == "duckdb" and not definition.uses:
        return definition.text
    header = definition.text.removesuffix(definition.sql + "\n")
    return header + render(composed(slug), dialect, pretty=True) + "\n"


def named(slug: str) -> Definition:
    """The definition of that name; UsageError lists the names there are."""
    if slug not in DEFINITIONS:
        raise UsageError(f"There is no metric '{slug}'. There are: {', '.join(DEFINITIONS)}.")
    return DEFINITIONS[slug]


def _on(
    engine: Engine, definition: Definition, parameters: Literals, *, where: exp.Expression | None, by: str | None
) -> pa.Table:
    if by is None:
        return _typed(_rows(engine, definition, parameters, where=where), definition)
    blocks = [_empty(definition, by)]
    for value in _values_of(engine, by, where):
        of_value = _equals(by, value)
        both = of_value if where is None else exp.And(this=exp.paren(where), expression=of_value)
        block = _typed(engine.run(build(definition, parameters, where=both)), definition)
        blocks.append(block.add_column(0, by, pa.array([value] * block.num_rows, pa.string())))
    return pa.concat_tables(blocks)


def _rows(engine: Engine, definition: Definition, parameters: Literals, *, where: exp.Expression | None) -> pa.Table:
    if not isinstance(engine, DuckDBEngine) or where is not None or definition.uses:
        return engine.run(build(definition, parameters, where=where))
    statement = as_written(definition, parameters)
    if definition.shared:
        _, step = first_step(statement)
        statement = statement.replace(step, f"from {engine.keep(step)}")
    return engine.run(statement)


def _values_of(engine: Engine, by: str, where: exp.Expression | None) -> list[str | None]:
    columns = engine.run(exp.select("*").from_("customers").limit(0)).column_names
    if by not in columns:
        raise UsageError(f"Customers have no column '{by}' to slice by. They have: {', '.join(columns)}.")
    query = exp.select(exp.column(by)).distinct().from_("customers")
    table = engine.run(query.where(where.copy()) if where else query)
    return sorted(table.column(0).cast(pa.string()).to_pylist(), key=lambda value: (value is None, value))


def _equals(column: str, value: str | None) -> exp.Expression:
    if value is None:
        return exp.column(column).is_(exp.null())
    return exp.cast(exp.column(column), exp.DataType.Type.TEXT).eq(exp.Literal.string(value))


def _typed(table: pa.Table, definition: Definition) -> pa.Table:
    """The same types from every engine, and the interval of the rate where the definition has one."""
    if definition.interval:
        table = with_interval(table, *definition.interval)
    return pa.table(
        [_cast(table.column(each.name), ARROW[each.type]) for each in definition.columns], _schema(definition)
    )


def _cast(column: pa.ChunkedArray, target: pa.DataType) -> pa.ChunkedArray:
    return column if column.type == target else column.cast(target)


def _schema(definition: Definition) -> pa.Schema:
    return pa.schema([pa.field(each.name, ARROW[each.type]) for each in definition.columns])


def with_interval(table: pa.Table, successes: str, trials: str) -> pa.Table:
    """The table with the bounds of Wilson's interval of a rate: ci95_low, ci95_high, in percent."""
    counts = zip(table.column(successes).to_pylist(), table.column(trials).to_pylist(), strict=True)
    bounds = [None if hit is None or not tried else wilson(int(hit), int(tried)) for hit, tried in counts]
    for place, name in enumerate(("ci95_low", "ci95_high")):
        values = [None if each is None else 100 * each[place] for each in bounds]
        table = table.append_column(name, pa.array(values, pa.float64()))
    return table


def _empty(definition: Definition, by: str) -> pa.Table:
    return _schema(definition).insert(0, pa.field(by, pa.string())).empty_table()
