"""Asked for less, a group of features says the same, and reads less."""

from datetime import date

import pytest
from sqlglot import exp

from bleib.forecast.features import GROUPS, group_sql
from bleib.forecast.features.tests.test_agreement import history
from bleib.history.dialect import parse
from bleib.history.past import past_of_facts
from bleib.rules.pruning import pruned

AS_OF = date(2025, 7, 1)


@pytest.fixture(scope="module")
def engine():
    with past_of_facts(history()) as past:
        yield past.at(AS_OF)


def rows(engine, query):
    return engine.run(f"select * from ({query}) order by customer")


@pytest.mark.parametrize("name", GROUPS)
def test_each_column_alone_is_what_it_is_among_all(engine, name):
    whole = rows(engine, group_sql(name, as_of=AS_OF))
    for feature in GROUPS[name].features:
        alone = pruned(parse(group_sql(name, as_of=AS_OF)), {feature.name})
        assert rows(engine, alone.sql("duckdb")).equals(whole.select(["customer", feature.name]))


@pytest.mark.parametrize(
    ("name", "column", "read"),
    [("orders", "overdue_on", {"rhythms"}), ("breadth", "group_dropped_on", {"favourites", "last_bought", "losses"})],
)
def test_what_nobody_asks_for_is_not_read(name, column, read):
    query = pruned(parse(group_sql(name, as_of=AS_OF)), {column})
    assert {table.name for table in query.find_all(exp.Table)} == read
