"""A group's SELECT with as much as somebody asks for: no column, and nothing joined, that nobody reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlglot import exp

from bleib.rules.sql import Sql

KEY = "customer"


def pruned(query: exp.Select, columns: Collection[str]) -> exp.Select:
    """Only `customer` and these columns. What is joined on the left has one row per customer at most, as in all
    groups, so that leaving it out changes no row. Changes the query."""
    wanted = {KEY, *columns}
    query.set("expressions", [each for each in query.expressions if each.alias_or_name in wanted])
    steps = {step.alias: step for step in query.ctes}
    for join in reversed(query.args.get("joins") or []):
        step = steps.get(join.this.name)
        if step is not None and join.side == "LEFT" and not _is_read(query, join, step):
            query.args["joins"].remove(join)
    _drop_unread(query)
    return query


def _is_read(query: exp.Select, join: exp.Join, step: exp.CTE) -> bool:
    """Whether anything but the join itself names one of the step's columns."""
    known = {each.alias_or_name for each in step.this.expressions}
    return any(each.name in known for part in _parts(query) if part is not join for each in part.find_all(exp.Column))


def _parts(query: exp.Select) -> Iterator[Sql]:
    yield from query.expressions
    yield from query.args.get("joins") or []
    for name in ("where", "group", "having"):
        if query.args.get(name) is not None:
            yield query.args[name]


def _drop_unread(query: exp.Select) -> None:
    """Steps that no table names any more."""
    while unread := [step for step in query.ctes if not _is_named(query, step)]:
        for step in unread:
            step.pop()
    if not query.ctes:
        query.set("with_", None)


def _is_named(query: exp.Select, step: exp.CTE) -> bool:
    return any(table.name == step.alias for table in query.find_all(exp.Table))
