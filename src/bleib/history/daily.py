"""Facts summed up to customer x local day: the one SELECT behind activity, over any table of live facts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

import duckdb
from sqlglot import exp

from bleib.history.dialect import parse
from bleib.history.tables import ACTIVITY

DAILY_SQL = (files("bleib.history") / "daily.sql").read_text(encoding="utf-8")
SAMPLE = 20_000
# Summing up to documents first costs a hash table of them; unless most orders have a single line, it pays.
FEW_LINES = 1.5


def build(
    connection: duckdb.DuckDBPyConnection,
    *,
    facts: str = "staged",
    into: str = "activity",
    non_goods: Sequence[str] = (),
    columns: Sequence[str] = tuple(ACTIVITY.names),
) -> None:
    """Create the temp table `into` from the table `facts`, whose ids must be unique (live facts only).

    Columns: customer, day, orders, lines, units, revenue, refunds, cost (see daily.sql), or only those of `columns`:
    the engine sums up nothing that is not asked for. `non_goods`: product codes that make no purchase, such as postage.
    """
    by_document = _lines_per_order(connection, facts) >= FEW_LINES
    query = select(facts=facts, non_goods=non_goods, by_document=by_document)
    name, asked = exp.to_identifier(into).sql("duckdb"), ", ".join(map(str, map(exp.to_identifier, columns)))
    connection.execute(f"create or replace temp table {name} as select {asked} from ({query})")


def select(*, facts: str, non_goods: Sequence[str] = (), by_document: bool = True) -> str:
    """The SELECT of daily.sql over the table `facts`, as DuckDB text.

    Not `by_document` leaves the step `documents` out: the same rows, faster where most orders have a single line.
    """
    return _select(facts, tuple(non_goods), by_document)


@lru_cache
def _select(facts: str, non_goods: tuple[str, ...], by_document: bool) -> str:
    """Kept: a history of many months is built month by month, from one and the same table."""
    source, goods = exp.to_table(facts), _is_goods(non_goods)

    def place(node: exp.Expression) -> exp.Expression | None:
        if isinstance(node, exp.Table) and node.name == "facts":
            return source.copy()
        if isinstance(node, exp.Anonymous) and node.name == "is_goods":
            return goods.copy()
        if not by_document and isinstance(node, exp.CTE) and node.alias == "documents":
            return None
        if not by_document and isinstance(node, exp.Table) and node.name == "documents":
            return exp.to_table("lines")
        return node

    query = parse(DAILY_SQL).transform(place)
    assert query is not None  # only a step is left out, never the statement
    return query.sql("duckdb")


def _lines_per_order(connection: duckdb.DuckDBPyConnection, facts: str) -> float:
    """Estimated from some lines that lie together; 0 where there are no order numbers."""
    some = exp.select("ref").from_(exp.to_table(facts)).limit(SAMPLE).subquery()
    query = exp.select("count(ref)", "count(distinct ref)").from_(some)
    lines, orders = connection.execute(query.sql("duckdb")).fetchall()[0]
    return float(lines / max(orders, 1))


def _is_goods(non_goods: Sequence[str]) -> exp.Expression:
    if not non_goods:
        return exp.true()
    product = exp.column("product")
    return exp.paren(exp.or_(product.is_(exp.null()), product.isin(*non_goods).not_()))
