"""Sets and rules one place up or down; the worker judges by the new order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bleib.lights.api import keep_set, move_rule, move_set, stored_definition
from bleib.lights.judging import ensure_rules

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def sets(home):
    ensure_rules(now=NOW)
    keep_set("austria", name={"en": "Austria"}, applies={"field": "country", "is": "AT"}, by=None, now=NOW)


def order() -> tuple[list[str], list[str]]:
    """Keys of the sets, and of the first rules of everybody's set."""
    sets = {each.key: [rule.key for rule in each.rules] for each in stored_definition().sets}
    return list(sets), sets["everybody"]


def test_a_set_is_asked_before_the_one_it_stood_beneath():
    move_set("austria", up=False, by=None, now=NOW)
    assert order()[0] == ["everybody", "austria"]
    move_set("austria", up=True, by=None, now=NOW)
    assert order()[0] == ["austria", "everybody"]


def test_a_rule_changes_places_with_its_neighbour():
    first, second, *rest = order()[1]
    edits = move_rule(second, up=True, by=None, now=NOW)
    assert order()[1] == [second, first, *rest]
    assert {each.key for each in edits} == {first, second}


def test_at_the_end_nothing_moves():
    before = order()
    assert move_rule(before[1][0], up=True, by=None, now=NOW) == []
    assert move_set("everybody", up=False, by=None, now=NOW) == []
    assert move_rule("no-such-rule", up=True, by=None, now=NOW) == []
    assert order() == before
