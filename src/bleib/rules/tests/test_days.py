"""Whether a rule holds, since when, and when that may change: held to plain Python, day by day."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from bleib.history.engine import DuckDBEngine
from bleib.history.past import past_of_facts
from bleib.history.summaries import TEXTS
from bleib.rules import evaluate, parse
from bleib.rules.tests.history import AS_OF, RULES, fact_table, made, record_table
from bleib.rules.tests.words import WORDS

pytestmark = pytest.mark.slow

CUSTOMERS = made()
# Beyond every span that the rules of the test ask for.
LONGEST = 200


@pytest.fixture(scope="module")
def engine():
    """The day's tables as they are read, without what it takes to know them of any day."""
    with past_of_facts(fact_table(CUSTOMERS)) as past:
        known = past.at(AS_OF + timedelta(1))
        engine = DuckDBEngine.over()
        for name in ("facts", "events", "activity", "features", "contracts", "feature_lines", *TEXTS):
            engine.give(name, known.run(f"from {name}"))
        engine.give("attributes", record_table(CUSTOMERS))
        yield engine
        engine.close()


def some(number):
    """That many rules, always the same ones."""
    found = []

    @settings(max_examples=number, database=None, phases=[Phase.generate], derandomize=True)
    @given(data=RULES)
    def collect(data):
        found.append(parse(data, WORDS))

    collect()
    return {f"r{place}": rule for place, rule in enumerate(found)}


def test_rules_hold_as_plain_python_says_all_in_one_query(engine):
    rules = some(15)
    for row in evaluate(rules, engine, as_of=AS_OF).to_pylist():
        customer = CUSTOMERS[row["customer"]]
        for key, rule in rules.items():
            check_past(customer, rule.condition, holds=row[key], since=row[f"{key}__since"])
            check_future(customer, rule.condition, holds=row[key], due=row["due_on"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=RULES)
def test_a_rule_is_due_before_time_alone_changes_it(engine, data):
    rule = parse(data, WORDS)
    for row in evaluate({"it": rule}, engine, as_of=AS_OF).to_pylist():
        customer = CUSTOMERS[row["customer"]]
        check_past(customer, rule.condition, holds=row["it"], since=row["it__since"])
        check_future(customer, rule.condition, holds=row["it"], due=row["due_on"])


@pytest.mark.parametrize(
    "data",
    [
        {"field": "days_since_order", "at_least": 30},
        {"field": "overdue_ratio", "above": 1},
        {"field": "last_usage_on", "within_days": 60},
        {"facts": "usage", "within_days": 90, "count": {"at_most": 1}},
        {"facts": "order", "where": {"product": {"is": "X"}}, "within_days": 60, "count": {"at_least": 2}},
        {"facts": "answer", "within_days": 120, "last": {"score": {"at_most": 5}}},
    ],
)
def test_what_is_due_is_due_on_the_very_day(engine, data):
    rule = parse(data, WORDS)
    due = 0
    for row in evaluate({"it": rule}, engine, as_of=AS_OF).to_pylist():
        customer = CUSTOMERS[row["customer"]]
        check_future(customer, rule.condition, holds=row["it"], due=row["due_on"])
        if row["due_on"] is not None:
            due += 1
            assert customer.holds(rule.condition, row["due_on"]) is not row["it"]
    assert due > 2


def check_past(customer, condition, *, holds, since):
    """The same answer today, without interruption since the day that is told."""
    assert customer.holds(condition, AS_OF) is holds
    if since is not None:
        days = range((AS_OF - since).days + 1)
        assert all(customer.holds(condition, AS_OF - timedelta(each)) for each in days)


def check_future(customer, condition, *, holds, due):
    """No other answer before the day that is due, if nothing happens."""
    last = due or AS_OF + timedelta(LONGEST)
    days = range(1, (last - AS_OF).days)
    assert last > AS_OF
    assert all(customer.holds(condition, AS_OF + timedelta(each)) is holds for each in days)
