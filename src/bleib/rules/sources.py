"""The tables in which fields stand: what the caller gives, and groups of features that are computed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlglot import exp

from bleib.forecast.features import group_sql
from bleib.history.dialect import parse
from bleib.rules.own_groups import OWN_GROUPS, own_sql
from bleib.rules.pruning import pruned
from bleib.rules.sql import Sql, step
from bleib.rules.vocabulary import GIVEN

# What they tell is of a day, and not of the days before it.
ON_THE_DAY = ("contracts", "season", "anniversary")


def table_of(source: str) -> str:
    """The table of a source in the query. A group of features may be called like a table of history."""
    return source if source in GIVEN else f"features_{source}"


def source_steps(
    sources: Iterable[str], *, as_of: date, horizon: int, reading: Iterable[Sql] | None = None
) -> list[exp.CTE]:
    """One step per group of features, with the columns that `reading` names (None: all); all facts of `as_of` count in
    them."""
    groups = [each for each in sources if each not in GIVEN]
    queries = {each: parse(_sql(each, as_of=_told(each, as_of), horizon=horizon)) for each in groups}
    if reading is not None:
        named = {(each.table, each.name) for part in reading for each in part.find_all(exp.Column)}
        for group, query in queries.items():
            pruned(query, {name for table, name in named if table == table_of(group)})
    return [step(table_of(group), query) for group, query in queries.items()]


def _sql(group: str, *, as_of: date, horizon: int) -> str:
    return (own_sql if group in OWN_GROUPS else group_sql)(group, as_of=as_of, horizon=horizon)


def _told(group: str, as_of: date) -> date:
    """Groups tell what is known at the beginning of a day, which is the next one; but what runs or is, on the day."""
    return as_of if group in ON_THE_DAY else as_of + timedelta(days=1)
