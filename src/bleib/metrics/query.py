"""From a definition to one query: parameters become literals, used metrics become steps, slices become conditions.

Values only ever enter as typed literals. Where nothing has to be put together, DuckDB runs the file as it stands;
everything else is done on SQLGlot's tree, which takes longer to read and write than such a query to run.
"""

from __future__ import annotations

import re
from functools import cache

from sqlglot import exp

from bleib.history.dialect import parse
from bleib.metrics.definitions import DEFINITIONS, Definition, Use
from bleib.metrics.params import Literals

TABLES = ("activity", "contracts", "features", "touchpoints")
PLACEHOLDER = re.compile(r"\$(\w+)")
FIRST_STEP = re.compile(r"with (\w+) as \(\n(.*?)\n\)", re.DOTALL)


def build(definition: Definition, literals: Literals, *, where: exp.Expression | None = None) -> exp.Select:
    """The query with its literals, over all customers or only those `where` (over columns of `customers`) holds for."""
    query = fill(composed(definition.slug).copy(), literals)
    return query if where is None else sliced(query, where)


def fill(query: exp.Select, literals: Literals) -> exp.Select:
    """The query with its literals; `query` itself may be changed."""
    for placeholder in list(query.find_all(exp.Placeholder)):
        placeholder.replace(literals[placeholder.name].copy())
    return query


def as_written(definition: Definition, literals: Literals) -> str:
    """The statement of a definition that uses no other, with its literals, in the dialect of the file: DuckDB's."""
    written = {name: literal.sql("duckdb") for name, literal in literals.items()}
    return PLACEHOLDER.sub(lambda match: written[match[1]], definition.sql)


def first_step(statement: str) -> tuple[str, str]:
    """Name and SELECT of the step that a statement begins with."""
    match = FIRST_STEP.match(statement)
    assert match is not None  # every file is laid out alike; a test reads them all
    return match[1], match[2]


@cache
def composed(slug: str) -> exp.Select:
    """The statement with the metrics it uses put before it as steps; parameters are still `$name`."""
    definition = DEFINITIONS[slug]
    query = parse(definition.sql)
    steps = [step for use in definition.uses for step in _steps_of(use)]
    return _with_first(query, steps)


def _steps_of(use: Use) -> list[exp.CTE]:
    """The used metric's steps, their names prefixed by the alias so that one metric can be used twice."""
    query = composed(use.slug).copy()
    for placeholder in list(query.find_all(exp.Placeholder)):
        ours = use.arguments.get(placeholder.name)
        placeholder.replace(exp.Placeholder(this=ours) if ours else exp.null())
    names = {cte.alias for cte in query.ctes}
    for table in query.find_all(exp.Table):
        if table.name in names:
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
            table.set("this", exp.to_identifier(f"{use.alias}_{table.name}"))
    steps = [_cte(f"{use.alias}_{cte.alias}", cte.this) for cte in query.ctes]
    query.set("with_", None)
    query.set("order", None)
    return [*steps, _cte(use.alias, query)]


def sliced(query: exp.Select, where: exp.Expression) -> exp.Select:
    """The query over those customers only for whom `where` holds; `query` itself may be changed."""
    read = {table.name for table in query.find_all(exp.Table)}
    for table in list(query.find_all(exp.Table)):
        if table.name in (*TABLES, "customers"):
            table.set("alias", exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
            table.set("this", exp.to_identifier(f"sliced_{table.name}"))
    customers = exp.select("*").from_("customers").where(where.copy())
    of_slice = exp.column("customer").isin(query=exp.select("customer").from_("sliced_customers"))
    sliced = [_cte(f"sliced_{name}", exp.select("*").from_(name).where(of_slice)) for name in TABLES if name in read]
    return _with_first(query, [_cte("sliced_customers", customers), *sliced])


def _cte(name: str, query: exp.Expression) -> exp.CTE:
    return exp.CTE(this=query.copy(), alias=exp.TableAlias(this=exp.to_identifier(name)))


def _with_first(query: exp.Select, steps: list[exp.CTE]) -> exp.Select:
    if not steps:
        return query
    own = [cte.copy() for cte in query.ctes]
    query.set("with_", exp.With(expressions=[*steps, *own]))
    return query
