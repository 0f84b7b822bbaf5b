"""What a kind of file tells is what the registry of facts allows."""

from __future__ import annotations

import re

import pytest

from bleib.history.events.kinds import Form
from bleib.history.events.registry import KINDS
from bleib.history.fact_types import TYPES
from bleib.history.props import PropKind

KIND_BY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


@KIND_BY_KIND
def test_what_it_tells_is_in_the_registry_of_facts(kind):
    for tells in kind.tells:
        fact = TYPES[tells.type]
        assert {prop.name for prop in fact.props} >= set(tells.props)
        for column in ("amount", "quantity", "product", "ref"):
            assert getattr(tells, column) == "NULL" or getattr(fact, column), f"{tells.type} has no {column}"


@KIND_BY_KIND
def test_needed_props_are_told(kind):
    for tells in kind.tells:
        assert {prop.name for prop in TYPES[tells.type].props if prop.needed} <= set(tells.props)


@KIND_BY_KIND
def test_the_sql_speaks_of_keys_that_there_are(kind):
    known = {f"k_{name}" for name in kind.names} | set(kind.also) | {f"d_{name}" for name in kind.names}
    for tells in kind.tells:
        sql = f"{tells.when} {tells.number} {tells.ref} {tells.amount} {tells.quantity} {tells.product}"
        assert set(re.findall(r"\b[kd]_\w+", f"{sql} {' '.join(tells.props.values())} k_{tells.at}")) <= known


@KIND_BY_KIND
def test_choices_are_those_of_the_prop(kind):
    props = {prop.name: prop for each in kind.tells for prop in TYPES[each.type].props}
    for key in kind.keys:
        if key.form is Form.CHOICE and key.name in props and not key.others:
            assert props[key.name].kind is PropKind.CHOICE
            assert set(key.choices.values()) == set(props[key.name].choices)


@KIND_BY_KIND
def test_every_sign_is_a_word_of_one_of_its_keys(kind):
    assert set(kind.signs) <= {word for key in kind.keys for word in key.words}
