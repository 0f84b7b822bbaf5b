"""Buttons of the editor: "VERB:PATH". What makes no sense changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bleib.console.conditions.typed import ROOT, Group, Leaf, Node, Part

VERBS = ("add", "nest", "where", "say", "also", "remove", "show")
PARTS = {"w": "where", "l": "last"}


def changed(root: Group, said: str) -> tuple[Group, str] | None:
    """The condition after the button, and the id of what gets the focus; None where it was no button of ours."""
    verb, _colon, path = said.partition(":")
    if verb not in VERBS:
        return None
    above, _dash, last = path.rpartition("-")
    if verb == "remove" and last[:1] in PARTS:
        return _within(root, above, lambda node: _without(node, last)), f"{above}-field"
    if verb == "remove":
        return _within(root, path, lambda _node: None), f"{above or ROOT}-add"
    node = member(root, path)
    if isinstance(node, Group) and verb in ("add", "nest"):
        new, focus = (Leaf(), "field") if verb == "add" else (Group("any"), "0-field")
        longer = replace(node, of=(*node.of, new))
        return _within(root, path, lambda _old: longer), f"{path}-{len(node.of)}-{focus}"
    if isinstance(node, Leaf) and verb in ("where", "say", "also"):
        after, focus = _longer(node, verb)
        return _within(root, path, lambda _old: after), f"{path}-{focus}"
    return root, ""


def member(root: Group, path: str) -> Node | None:
    """What stands there."""
    node: Node = root
    for step in _steps(path) or ():
        if not isinstance(node, Group) or step >= len(node.of):
            return None
        node = node.of[step]
    return node


def _longer(leaf: Leaf, verb: str) -> tuple[Leaf, str]:
    """A line that says one thing more of its facts, and which."""
    said = leaf.facts
    if verb == "also":
        return _saying(leaf, also=(*said.also, "")), f"also-{len(said.also)}"
    if verb == "where":
        return _saying(leaf, where=(*said.where, Part())), f"w{len(said.where)}-name"
    return _saying(leaf, last=(*said.last, Part())), f"l{len(said.last)}-name"


def _without(node: Node, named: str) -> Node:
    """`named`: "w1" or "l1"."""
    if not isinstance(node, Leaf):
        return node
    kept = [each for place, each in enumerate(getattr(node.facts, PARTS[named[0]])) if str(place) != named[1:]]
    return _saying(node, **{PARTS[named[0]]: tuple(kept)})


def _saying(leaf: Leaf, **parts: Any) -> Leaf:
    return replace(leaf, facts=replace(leaf.facts, **parts))


def _within(root: Group, path: str, change: Callable[[Node], Node | None]) -> Group:
    """With one part changed; a group that nothing is left of goes, the last line of all becomes an empty one."""
    steps = _steps(path)
    after = root if steps is None else _at(root, steps, change)
    return after if isinstance(after, Group) else Group(root.join)


def _at(node: Node, steps: list[int], change: Callable[[Node], Node | None]) -> Node | None:
    if not steps:
        return change(node)
    if not isinstance(node, Group) or steps[0] >= len(node.of):
        return node
    there = _at(node.of[steps[0]], steps[1:], change)
    members = (*node.of[: steps[0]], *([there] if there else []), *node.of[steps[0] + 1 :])
    return replace(node, of=members) if members else None


def _steps(path: str) -> list[int] | None:
    root, *rest = path.split("-")
    plain = all(each.isascii() and each.isdecimal() and len(each) < 4 for each in rest)
    return [int(each) for each in rest] if root == ROOT and plain else None
