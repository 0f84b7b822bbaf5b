"""What comes out for whom: evidence, keys, and nothing but values where somebody wrote a value."""

import json
from datetime import date, timedelta

import pyarrow as pa
import pytest

from bleib.forecast.features.tests.histories import fact, order, table
from bleib.history.past import past_of_facts
from bleib.rules import evaluate, parse
from bleib.rules.evaluating import query
from bleib.rules.tests.words import WORDS

AS_OF = date(2026, 6, 30)
FACTS = [
    *(order(day) for day in ("2026-01-01", "2026-02-01", "2026-03-03")),
    fact("answer", "2026-06-01", kind="nps", score=3),
    fact("usage", "2026-06-01", "B", product="it's; drop table facts --", quantity=1),
]


@pytest.fixture(scope="module")
def engine():
    with past_of_facts(table(FACTS)) as past:
        engine = past.at(AS_OF + timedelta(1))
        record = {"customer": ["A", "B", "C"], "country": ["DE", "';--", None], "budget": [None, 1.5, None]}
        engine.give("attributes", pa.table(record))
        yield engine


def ask(engine, data, **more):
    table = evaluate({"it": parse(data, WORDS)}, engine, as_of=AS_OF, **more)
    return {row.pop("customer"): row for row in table.to_pylist()}


def test_everybody_among_the_attributes_has_an_answer(engine):
    found = ask(engine, {"field": "days_since_order", "at_least": 30})
    assert {name: row["it"] for name, row in found.items()} == {"A": True, "B": False, "C": False}
    assert found["A"]["it__since"] == date(2026, 4, 2)


def test_evidence_is_what_is_known_up_to_that_day(engine):
    names = ("days_since_order", "overdue_ratio", "last_order_on", "nps_last", "last_usage_on", "budget")
    shown = {"it": [WORDS.fields[name] for name in names]}
    found = ask(engine, {"any": [{"field": "nps_last", "at_most": 6}, {"facts": "usage"}]}, show=shown)
    assert json.loads(found["A"]["it__evidence"]) == {
        "days_since_order": 119,
        "overdue_ratio": pytest.approx(119 / 30.5),
        "last_order_on": "2026-03-03",
        "nps_last": 3,
    }
    assert json.loads(found["B"]["it__evidence"]) == {"last_usage_on": "2026-06-01", "budget": 1.5}
    assert found["C"]["it__evidence"] is None


def test_keys_are_columns_whatever_they_are_called(engine):
    rule = parse({"field": "country", "is": "DE"}, WORDS)
    keys = ('it"s', "select", "drop table facts")
    table = evaluate(dict.fromkeys(keys, rule), engine, as_of=AS_OF)
    assert table.column_names == ["customer", *(name for key in keys for name in (key, f"{key}__since")), "due_on"]


@pytest.mark.parametrize(
    "data",
    [
        {"field": "country", "is": "';--"},
        {"field": "country", "in": ["x", "';--"]},
        {"field": "country", "starts_with": "'"},
        {"facts": "usage", "where": {"product": {"is": "it's; drop table facts --"}}},
        {"facts": "usage", "where": {"product": {"contains": "'S; DROP"}}, "within_days": 90},
    ],
)
def test_a_value_is_never_anything_but_a_value(engine, data):
    assert [name for name, row in ask(engine, data).items() if row["it"]] == ["B"]


@pytest.mark.parametrize("piece", ["%", "_", ".*", "(a+)+$", "D%"])
def test_pieces_of_text_are_no_patterns(engine, piece):
    assert not any(row["it"] for row in ask(engine, {"field": "country", "contains": piece}).values())


def test_rules_without_a_single_rule_are_nobodys(engine):
    assert evaluate({}, engine, as_of=AS_OF).column_names == ["customer", "due_on"]


def test_what_stands_in_many_rules_is_computed_once(engine):
    same = {"facts": "usage", "within_days": 30, "count": {"at_least": 2}}
    rules = {f"r{n}": parse({"all": [same, {"field": "employees", "above": n}]}, WORDS) for n in range(20)}
    assert query(rules, as_of=AS_OF).sql("duckdb").count("FROM facts ") == 1


def test_a_forecast_that_is_unknown_meets_nothing(engine):
    engine.give("outlook", pa.table({"customer": ["A"], "leave": pa.array([None], pa.float64())}))
    found = ask(engine, {"any": [{"field": "leave", "at_least": 0.5}, {"field": "leave", "below": 0.5}]})
    assert not any(row["it"] for row in found.values())
