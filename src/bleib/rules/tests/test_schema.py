"""What `parse` reads, the schema accepts, and the other way round."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bleib.rules import RuleError, parse
from bleib.rules.schema import schema
from bleib.rules.tests.history import RULES
from bleib.rules.tests.words import WORDS

pytestmark = pytest.mark.slow

SCHEMA = Draft202012Validator(schema(WORDS))
# What somebody might write by mistake: names and values that fit elsewhere.
WORDS_ELSEWHERE = st.sampled_from(
    ["all", "any", "field", "facts", "where", "count", "sum", "last", "is", "at_least", "within_days", "between",
     "ever", "of", "product", "score", "severity", "order", "answer", "country", "tags", "employees", "contract_end_on"]
)  # fmt: skip
VALUES = st.one_of(
    WORDS_ELSEWHERE, st.integers(-3, 99999), st.booleans(), st.none(), st.floats(-9, 9), st.just("2026-01-01"),
    st.just([]), st.just({}), st.just(["2026-01-01", "2026-02-01"]), st.just(""), st.just({"is": 1}),
)  # fmt: skip


def reads(data):
    try:
        return bool(parse(data, WORDS))
    except RuleError:
        return False


def places(data):
    """Every object and list of a rule."""
    if isinstance(data, dict | list):
        yield data
        for each in data.values() if isinstance(data, dict) else data:
            yield from places(each)


@given(data=RULES)
def test_a_rule_that_is_read_fits_the_schema(data):
    assert reads(data)
    assert SCHEMA.is_valid(data)
    assert SCHEMA.is_valid(parse(data, WORDS).to_json())


@given(data=RULES, draw=st.data())
def test_a_rule_with_a_mistake_fits_as_little_as_it_is_read(data, draw):
    wrong = copy.deepcopy(data)
    place = draw.draw(st.sampled_from(list(places(wrong))))
    if isinstance(place, dict):
        place[draw.draw(st.one_of(WORDS_ELSEWHERE, st.sampled_from([*place, "x"])))] = draw.draw(VALUES)
    else:
        place.append(draw.draw(VALUES))
    assert SCHEMA.is_valid(wrong) is reads(wrong)


@pytest.mark.parametrize("data", [None, [], "order", {"facts": "visit", "where": {"amount": {"above": 1}}}])
def test_what_is_no_rule_fits_no_schema(data):
    assert not SCHEMA.is_valid(data)
    assert not reads(data)
