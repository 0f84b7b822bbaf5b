"""What a fact may say: the registry decides, and an error says what is allowed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bleib.history.fact_document import page
from bleib.history.fact_types import TYPES
from bleib.history.new_fact import NewFact
from bleib.history.props import PropKind
from bleib.kernel.errors import UsageError

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
PAGE = Path(__file__).parents[4] / "docs" / "facts.md"


def contract(**values):
    told = {"type": "contract_started", "customer": "17", "occurred_at": NOON, "key": "V-1", "ref": "V-1"} | values
    return NewFact(**told)


def test_the_page_of_facts_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m bleib.history.fact_document > docs/facts.md"


@pytest.mark.parametrize("kind", TYPES.values(), ids=list(TYPES))
def test_every_type_has_both_labels_a_meaning_and_bounded_props(kind):
    assert kind.label("de") != kind.label("en")
    assert kind.meaning.endswith(".")
    for prop in kind.props:
        assert prop.meaning
        assert bool(prop.choices) == (prop.kind is PropKind.CHOICE)


def test_the_same_fact_has_the_same_id_whatever_else_is_said_of_it():
    assert contract(amount=100).id == contract(amount=120).id
    assert (
        len({contract().id, contract(key="V-2").id, contract(source="crm").id, contract(type="contract_ended").id}) == 4
    )


def test_an_instant_has_the_local_day_of_its_zone():
    late = contract(occurred_at=datetime(2025, 3, 1, 23, 30, tzinfo=UTC))
    assert (late.day("Europe/Berlin"), late.day("UTC")) == (date(2025, 3, 2), date(2025, 3, 1))


def test_props_are_written_in_one_order_and_dates_as_text():
    fact = contract(props={"trial": False, "ends_on": date(2026, 3, 1), "term_months": 12, "notice_days": None})
    assert fact.props_json == '{"ends_on":"2026-03-01","term_months":12,"trial":false}'
    assert contract().props_json is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"type": "birthday"}, r"no fact type 'birthday'\. There are: order, credit, usage"),
        ({"occurred_at": datetime(2025, 3, 1)}, "no time zone"),  # noqa: DTZ001 - that is what is wrong
        ({"customer": None}, "customer is missing. Only these may have none: order, credit, answer"),
        ({"customer": " "}, "customer has to be a text of 1 to 200 characters"),
        ({"key": ""}, "key has to be a text"),
        ({"product": "a\x00b"}, "product has to be a text"),
        ({"amount": 9.99}, "amount has to be a whole number or a Decimal"),
        ({"amount": Decimal("0.00001")}, "at most four decimals"),
        ({"amount": Decimal("NaN")}, "at most four decimals"),
        ({"amount": 10**14}, "amount has to be"),
        ({"type": "contract_ended", "amount": 5}, "contract_ended has no amount. It has: ref"),
        ({"props": {"note": "calls Mr. Maier"}}, "no prop 'note'. Its props: ends_on, term_months, notice_days, trial"),
        ({"props": {"ends_on": "2026-03-01"}}, "ends_on has to be a date"),
        ({"props": {"ends_on": NOON}}, "ends_on has to be a date"),
        ({"props": {"term_months": True}}, r"term_months has to be a whole number from 0 \(months\), not True"),
        ({"props": {"trial": 1}}, "trial has to be true or false"),
        ({"type": "answer", "props": {"kind": "nps"}}, "answer needs score among its props"),
        ({"type": "answer", "props": {"score": 11}}, "score has to be a whole number from 0 to 10"),
        ({"type": "answer", "props": {"kind": "stars"}}, "kind has to be one of nps, csat, ces"),
        ({"type": "contract_ended", "props": {"reason": "Herr Maier war es zu teuer"}}, "reason has to be one word"),
    ],
)
def test_what_the_registry_does_not_allow_is_refused_with_what_it_allows(values, sentence):
    with pytest.raises(UsageError, match=sentence):
        contract(**values)


def test_an_anonymous_answer_is_a_fact():
    fact = NewFact("answer", None, NOON, key="7", props={"kind": "nps", "score": 9})
    assert json.loads(fact.props_json or "") == {"kind": "nps", "score": 9}
