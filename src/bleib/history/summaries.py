"""What the whole history says of each customer, whatever the day: SQL that stands between facts and features.

In any past these are views; of an installation's today they are stored, see `stored_summaries`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files

import duckdb
from sqlglot import exp

from bleib.history.dialect import parse

TEXTS: Mapping[str, str] = {
    name: (files("bleib.history") / f"{name}.sql").read_text(encoding="utf-8")
    for name in ("rhythms", "signs", "case_states", "last_answers", "last_bought", "favourites", "habits", "cancelled")
}
READ = ("activity", "events", "facts", "feature_lines")


def view(connection: duckdb.DuckDBPyConnection, as_of: date) -> None:
    """The temp views of TEXTS over those of READ, which know nothing of `as_of` and later days."""
    for name in TEXTS:
        connection.execute(f"create or replace temp view {name} as {select(name, as_of)}")


def select(name: str, as_of: date) -> str:
    """The SELECT of one of TEXTS."""
    return TEXTS[name].replace("$as_of", f"date '{as_of}'")


def of_touched(name: str, as_of: date) -> str:
    """The same over the facts of the customers in the table `touched_customers` only."""

    def place(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Table) and node.name in READ:
            theirs = exp.select("*").from_(node.copy()).where("customer in (select customer from touched_customers)")
            return theirs.subquery(alias=node.alias or node.name)
        return node

    query = parse(select(name, as_of)).transform(place)
    assert query is not None
    return query.sql("duckdb")
