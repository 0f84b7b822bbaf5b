"""The segments of today on earlier days: who would have belonged to them by what was known then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import pyarrow as pa

from bleib.customers.attributes import attributes
from bleib.history.dialect import render
from bleib.history.engine import DuckDBEngine
from bleib.outlook.api import SCHEMA
from bleib.rules.conditions import Rule
from bleib.rules.evaluating import query
from bleib.rules.own_groups import RANKS, ranks_sql
from bleib.rules.vocabulary import ATTRIBUTES, OUTLOOK
from bleib.segments.asking import HORIZON, fields_of, sources_of
from bleib.segments.edited import LIGHTS
from bleib.segments.filling import wanted
from bleib.segments.models import Subject
from bleib.segments.reading import MEMBERS

NOBODY = "select '' as customer, '' as segment where false"


def members_at(engine: DuckDBEngine, as_of: date, *, only: Collection[str] | None = None) -> pa.Table:
    """customer (number), segment (key): who belonged to today's segments of customers at the beginning of `as_of`.

    `engine`: one that a past opened at `as_of`. Facts are those of that day; the customers' records - country, tags,
    owner - are as they are now, because nobody keeps old ones. Without segments that ask for lights or the forecast:
    those are not known of earlier days. `only`: keys of the segments that are asked for.
    """
    known = {key: rule for key, rule in wanted().rules.items() if is_of_history(rule)}
    rules = {key: rule for key, rule in known.items() if only is None or key in only}
    day = as_of - timedelta(days=1)
    engine.give(ATTRIBUTES, attributes(fields_of(rules), former=True))
    engine.give("outlook", SCHEMA.empty_table())
    engine.give(RANKS, engine.run(ranks_sql(day)))
    asked = {f"r{n}": rule for n, rule in enumerate(rules.values())}
    text = render(query(asked, as_of=day, horizon=HORIZON), "duckdb")
    engine.connection.execute(f"create or replace temp table found as {text}")
    parts = [f"select customer, '{key}' as segment from found where r{n}" for n, key in enumerate(rules)]
    return engine.run(" union all ".join([NOBODY, *parts])).cast(MEMBERS)


def keys_at(engine: DuckDBEngine, as_of: date) -> pa.Table:
    """customer, segments: the keys of all that each belonged to, as a backtest takes them: "|regulars|top-20|"."""
    engine.give("belonged", members_at(engine, as_of))
    listed = (
        "select customer, '|' || string_agg(segment, '|' order by segment) || '|' as segments from belonged group by 1"
    )
    return engine.run(listed)


def is_of_history(rule: Rule) -> bool:
    """Whether an earlier day can tell who met it."""
    return rule.subject == Subject.CUSTOMER and not rule.fields & LIGHTS and OUTLOOK not in sources_of([rule])
