"""Everything that is wrong with a rule is told at once: where, what, and what to do."""

import pytest

from bleib.rules import Problem, RuleError, parse
from bleib.rules.tests.words import WORDS


def problems(data):
    with pytest.raises(RuleError) as caught:
        parse(data, WORDS)
    return caught.value.problems


def test_a_rule_is_written_as_it_was_read():
    data = {
        "any": [
            {"all": [{"field": "country", "in": ["DE", "AT"]}, {"not": {"field": "days_since_order", "above": 30}}]},
            {"facts": ["usage", "visit"], "where": {"product": {"is": "X"}}, "within_days": 90, "count": {"below": 3}},
            {"facts": "order", "between": ["2026-01-01", "2026-07-01"], "sum": {"of": "amount", "at_least": 99.5}},
            {"facts": "answer", "ever": True, "last": {"score": {"at_most": 6}, "kind": {"is": "nps"}}},
        ]
    }
    assert parse(data, WORDS).to_json() == data


def test_facts_without_time_and_measure_are_one_at_least_ever():
    assert parse({"facts": "order"}, WORDS).to_json() == {"facts": "order", "ever": True, "count": {"at_least": 1}}


def test_all_problems_are_told_at_once():
    found = problems({"all": [{"field": "contry", "is": "DE"}, {"facts": "ordr"}, {"field": "orders", "atleast": 3}]})
    assert found == (
        Problem("$.all[0].field", "There is no field 'contry'.", "Did you mean 'country'?"),
        Problem("$.all[1].facts", "There are no facts 'ordr'.", "Did you mean 'order'?"),
        Problem("$.all[2].atleast", "orders (number) cannot be compared by 'atleast'.", "Did you mean 'at_least'?"),
    )


@pytest.mark.parametrize(
    ("data", "path", "word"),
    [
        ("DE", "$", "no condition"),
        ({}, "$", "no condition"),
        ({"all": []}, "$.all", "missing"),
        ({"all": [{"field": "country", "is": "DE"}], "any": []}, "$", "do not stand in one"),
        ({"not": {"field": "country", "is": 3}}, "$.not.is", "no text"),
        ({"field": "country", "is": ""}, "$.is", "empty"),
        ({"field": "country"}, "$", "missing"),
        ({"field": ["country"], "is": "DE"}, "$.field", "no field"),
        ({"field": "standing", "is": "regulr"}, "$.is", "never"),
        ({"field": "employees", "above": "3"}, "$.above", "no number"),
        ({"field": "employees", "above": True}, "$.above", "no number"),
        ({"field": "employees", "above": float("nan")}, "$.above", "no number"),
        ({"field": "employees", "above": 1e300}, "$.above", "too large"),
        ({"field": "employees", "above": 1, "below": 5}, "$", "do not stand in one"),
        ({"field": "employees", "contains": "1"}, "$.contains", "cannot be compared"),
        ({"field": "customer_since", "before": "22.11.2026"}, "$.before", "no date"),
        ({"field": "customer_since", "within_days": 0}, "$.within_days", "no number of days"),
        ({"field": "days_since_order", "at_least": 2.5}, "$.at_least", "no number of days"),
        ({"field": "key_account", "is": "yes"}, "$.is", "neither true nor false"),
        ({"field": "country", "in": "DE"}, "$.in", "no list"),
        ({"facts": []}, "$.facts", "Which facts"),
        ({"facts": "order", "within_days": 3, "ever": True}, "$", "do not stand in one"),
        ({"facts": "order", "ever": False}, "$.ever", "only ever true"),
        ({"facts": "order", "between": ["2026-01-01", "2026-01-01"]}, "$.between", "empty"),
        ({"facts": "order", "since": "2026-01-01"}, "$.since", "no meaning"),
        ({"facts": "order", "where": {"severity": {"is": "high"}}}, "$.where.severity", "say no 'severity'"),
        ({"facts": ["order", "visit"], "where": {"amount": {"above": 1}}}, "$.where.amount", "say no 'amount'"),
        ({"facts": "case_opened", "where": {"severity": {"is": "hgh"}}}, "$.where.severity.is", "never"),
        ({"facts": "order", "count": {"at_least": -1}}, "$.count.at_least", "no number of facts"),
        ({"facts": "visit", "sum": {"of": "amount", "above": 1}}, "$.sum.of", "no number of these facts"),
        ({"facts": "answer", "last": {}}, "$.last", "newest"),
        ({"facts": "answer", "last": {"score": {"is": 1}}, "count": {"is": 1}}, "$", "do not stand in one"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_an_error_with_its_place(data, path, word):
    found = problems(data)
    assert (found[0].path, word in found[0].what) == (path, True), found


def test_a_rule_is_not_nested_without_end():
    data = {"field": "country", "is": "DE"}
    for _ in range(200):
        data = {"not": data}
    assert "nested deeper" in problems(data)[0].what


def test_a_rule_has_not_more_conditions_than_anybody_reads():
    [found] = problems({"any": [{"field": "country", "is": "DE"}] * 5000})
    assert found.path == "$"
    assert "more than 100" in found.what


def test_the_place_may_be_in_something_larger():
    error = RuleError([Problem("$.all[0]", "This is no condition.")]).under("$.sets[1].rules[2].when")
    assert str(error) == "$.sets[1].rules[2].when.all[0]: This is no condition."


def test_a_rule_says_what_it_mentions():
    rule = parse({"all": [{"field": "orders", "above": 3}, {"not": {"facts": ["usage", "visit"]}}]}, WORDS)
    assert (rule.fields, rule.fact_types) == ({"orders"}, {"usage", "visit"})


def test_errors_are_short_whatever_was_written():
    deep = []
    for _ in range(5000):
        deep = [deep]
    found = [*problems({"field": "x" * 10_000, "is": 1}), *problems({"field": "country", "is": deep})]
    assert all(len(each.what) < 200 for each in found)
