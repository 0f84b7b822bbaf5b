"""Facts summed up to customer x local day: the one SELECT behind activity, over any table of live facts."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

import duckdb
import sqlglot
from sqlglot import exp

DAILY_SQL = (files("bleib.history") / "daily.sql").read_text(encoding="utf-8")


def build(
    connection: duckdb.DuckDBPyConnection,
    *,
    facts: str = "staged",
    into: str = "activity",
    non_goods: Sequence[str] = (),
) -> None:
    """Create the temp table `into` from the table `facts`, whose ids must be unique (live facts only).

    Columns: customer, day, orders, lines, units, revenue, refunds, cost; see daily.sql.
    `non_goods`: product codes that make no purchase, such as postage.
    """
    query = select(facts=facts, non_goods=non_goods)
    connection.execute(f"create or replace temp table {exp.to_identifier(into).sql('duckdb')} as {query}")


def select(*, facts: str, non_goods: Sequence[str] = ()) -> str:
    """The SELECT of daily.sql over the table `facts`, as DuckDB text."""
    source, goods = exp.to_table(facts), _is_goods(non_goods)

    def place(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Table) and node.name == "facts":
            return source.copy()
        if isinstance(node, exp.Anonymous) and node.name == "is_goods":
            return goods.copy()
        return node

    return sqlglot.parse_one(DAILY_SQL, read="duckdb").transform(place).sql("duckdb")


def _is_goods(non_goods: Sequence[str]) -> exp.Expression:
    if not non_goods:
        return exp.true()
    product = exp.column("product")
    return exp.paren(exp.or_(product.is_(exp.null()), product.isin(*non_goods).not_()))
