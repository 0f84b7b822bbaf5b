"""Buttons add lines, groups and what facts have to say, and take them away; the focus goes where one goes on."""

from __future__ import annotations

import pytest

from bleib.console.conditions.typed import Facts, Group, Leaf, Part
from bleib.console.conditions.verbs import changed

TREE = Group(
    "all", (Leaf("days"), Group("any", (Leaf("worth"), Leaf("facts:order", facts=Facts(where=(Part("product"),))))))
)


def names(node: Group | Leaf) -> object:
    return [names(each) for each in node.of] if isinstance(node, Group) else node.field


@pytest.mark.parametrize(
    ("verb", "left", "focus"),
    [
        ("add:c", ["days", ["worth", "facts:order"], ""], "c-2-field"),
        ("add:c-1", ["days", ["worth", "facts:order", ""]], "c-1-2-field"),
        ("nest:c-1", ["days", ["worth", "facts:order", [""]]], "c-1-2-0-field"),
        ("remove:c-1-0", ["days", ["facts:order"]], "c-1-add"),
        ("remove:c-1", ["days"], "c-add"),
    ],
)
def test_lines_and_groups_come_and_go(verb, left, focus):
    after, where = changed(TREE, verb)
    assert (names(after), where) == (left, focus)


@pytest.mark.parametrize("verb", ["remove:c", "remove:c-0"])
def test_the_last_line_is_emptied(verb):
    assert changed(Group("any", (Leaf("days"),)), verb)[0] == Group("any", (Leaf(),))


@pytest.mark.parametrize(
    ("verb", "facts", "focus"),
    [
        ("where:c-1-1", Facts(where=(Part("product"), Part())), "c-1-1-w1-name"),
        ("say:c-1-1", Facts(where=(Part("product"),), last=(Part(),)), "c-1-1-l0-name"),
        ("also:c-1-1", Facts(where=(Part("product"),), also=("",)), "c-1-1-also-0"),
        ("remove:c-1-1-w0", Facts(), "c-1-1-field"),
    ],
)
def test_what_facts_have_to_say_comes_and_goes(verb, facts, focus):
    after, where = changed(TREE, verb)
    assert (after.of[1].of[1].facts, where) == (facts, focus)


@pytest.mark.parametrize(
    "verb", ["add:x", "add:c-9", "where:c", "remove:c-0-w7", "nest:c-0", "add:c--1", "remove:", "add"]
)
def test_what_makes_no_sense_changes_nothing(verb):
    assert changed(TREE, verb)[0] == TREE


def test_other_buttons_are_not_ours():
    assert changed(TREE, "save") is None
