"""A condition survives its form: shown, sent as the page sends it, read again. In both languages."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from bleib.console.conditions.form import typed
from bleib.console.conditions.reading import read
from bleib.console.conditions.settling import settled
from bleib.console.conditions.tests.sent import sent
from bleib.console.conditions.tests.words import WORDS
from bleib.console.conditions.typed import Group, Leaf
from bleib.console.conditions.writing import written
from bleib.rules.vocabulary import Vocabulary

pytestmark = pytest.mark.django_db  # the currency of sentences
RULES = [
    {"field": "days", "at_least": 30},
    {"field": "days", "below": -3},
    {"field": "leave", "at_least": 0.805},
    {"field": "worth", "above": 1234567.5},
    {"field": "last", "within_days": 180},
    {"field": "last", "before": "2026-02-28"},
    {"field": "last", "known": False},
    {"field": "notice", "is": True},
    {"field": "name", "contains": "Müller, Söhne"},
    {"field": "name", "in": ["Müller, Söhne", "Öter"]},
    {"not": {"field": "country", "in": ["DE", "CH"]}},
    {"field": "tags", "has_any": ["A", "B"]},
    {"field": "tags", "has": "A"},
    {"all": [{"field": "days", "is": 30}, {"any": [{"field": "worth", "below": 1.5}, {"field": "tags", "has": "A"}]}]},
    {"not": {"any": [{"field": "days", "is": 30}, {"not": {"field": "days", "is": 3}}]}},
    {"any": [{"not": {"all": [{"field": "days", "is": 1},
              {"field": "last", "known": True}]}}, {"field": "days", "is": 2}]},
    {"facts": "order", "within_days": 90, "count": {"at_least": 3}},
    {"facts": ["usage", "visit"], "ever": True, "count": {"below": 1}},
    {"facts": "order", "where": {"product": {"is": "X1"}, "amount": {"above": 1.5}}, "ever": True, "count": {"is": 2}},
    {"facts": "case_opened", "where": {"severity": {"in": ["high", "urgent"]}}, "ever": True, "count": {"is": 0}},
    {"facts": ["order", "credit"], "between": ["2026-01-01", "2026-07-01"], "sum": {"of": "amount", "at_least": 10000}},
    {"facts": "answer", "where": {"kind": {"is": "csat"}}, "within_days": 365, "last": {"score": {"at_most": 2}}},
    {"facts": "light_changed", "ever": True, "last": {"colour": {"is": "red"}, "overridden": {"is": False}}},
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=str)
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_condition_survives_its_form(rule, language):
    with override(language):
        group = written(rule, WORDS)
        again = settled(typed(sent(group)), WORDS)
        assert again == settled(group, WORDS)
        found = read(again, WORDS)
        assert (found.condition, found.problems) == (rule, {})


@pytest.mark.parametrize(("type_", "whose"), [("answer", {"whose": "contact"}), ("order", {})])
def test_of_contacts_it_is_said_whose_facts_are_meant(type_, whose):
    """What is about money is the customer's, unless somebody says so."""
    words = Vocabulary.of(WORDS, subject="contact")
    leaf = Group("all", (Leaf(f"facts:{type_}", values=("1",)),))
    group = settled(leaf, words)
    again = settled(typed(sent(group, words)), words)
    assert read(again, words).condition == {"facts": type_, **whose, "ever": True, "count": {"at_least": 1}}
    own = {"facts": type_, "whose": "contact", "ever": True, "count": {"at_least": 1}}
    assert read(settled(typed(sent(settled(written(own, words), words), words)), words), words).condition == own


def test_facts_without_a_measure_are_counted():
    assert read(written({"facts": "order"}, WORDS), WORDS).condition == {
        "facts": "order", "ever": True, "count": {"at_least": 1}
    }  # fmt: skip


def test_shares_are_percent_and_numbers_stand_as_the_reader_writes_them():
    with override("de"):
        assert written({"field": "leave", "at_least": 0.805}, WORDS).of[0].values == ("80,5",)
        form = sent(written({"field": "worth", "below": 1}, WORDS)).copy()
        form["c-0-value"] = "1.234,5"
        assert read(typed(form), WORDS).condition == {"field": "worth", "below": 1234.5}


def test_what_is_not_there_any_more_is_shown_and_told():
    with override("en"):
        found = read(written({"any": [{"field": "gone", "is": 1}, {"field": "tags", "has": "Z"}]}, WORDS), WORDS)
    assert {name: each.says for name, each in found.problems.items()} == {
        "c-0-field": "“gone” is not there (any more).", "c-1-value": "“Z” is not there (any more)."
    }  # fmt: skip
