"""A stored condition as the editor shows it. What it names and is not there any more is shown too, and told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bleib.console.conditions.asked import says
from bleib.console.conditions.typed import (
    BETWEEN,
    EVER,
    FACTS,
    MEASURES,
    NO,
    WITHIN,
    YES,
    Facts,
    Group,
    Leaf,
    Node,
    Part,
)
from bleib.console.conditions.values import shown_value
from bleib.rules.conditions import Whose
from bleib.rules.parsing_facts import COUNTED
from bleib.rules.vocabulary import Field, Kind, Vocabulary

UNKNOWN = Field("", "", "", Kind.TEXT, "", "")
Json = Mapping[str, Any]


def written(condition: Json, words: Vocabulary) -> Group:
    """What would have to be typed for it."""
    node = _node(condition, words)
    return node if isinstance(node, Group) else Group("all", (node,))


def _node(condition: Json, words: Vocabulary) -> Node:
    for join in ("all", "any"):
        if join in condition:
            return Group(join, tuple(_node(each, words) for each in condition[join]))
    if "not" in condition:
        return _negated(_node(condition["not"], words))
    return _facts(condition) if "facts" in condition else _field(condition, words)


def _negated(node: Node) -> Node:
    if isinstance(node, Leaf) and node.holds == YES:
        return Leaf(node.field, NO, node.op, node.values, node.facts)
    if isinstance(node, Group) and not node.join.startswith("not_"):
        return Group(f"not_{node.join}", node.of)
    return Group("not_all", (node,))


def _field(condition: Json, words: Vocabulary) -> Leaf:
    name = str(condition["field"])
    op, values = _compared(condition, words.fields.get(name, UNKNOWN), beside="field")
    return Leaf(name, YES, op, values)


def _facts(condition: Json) -> Leaf:
    given = condition["facts"]
    first, *others = given if isinstance(given, list) else [given]
    about = Leaf(f"{FACTS}{first}", facts=Facts(also=tuple(others)))
    known = says(about)
    measure = next((each for each in MEASURES if each in condition), "count")
    said = condition.get(measure, {"at_least": 1})
    whose = str(condition.get("whose", Whose.CUSTOMER))
    of = str(said.get("of", "")) if measure == "sum" else ""
    field = known.get(of, UNKNOWN) if measure == "sum" else COUNTED
    op, values = ("", ()) if measure == "last" else _compared(said, field, beside="of")
    last = _parts(said, known) if measure == "last" else ()
    where = _parts(condition.get("where", {}), known)
    told = Facts(whose, tuple(others), **_time(condition), measure=measure, of=of, where=where, last=last)
    return Leaf(about.field, YES, op, values, told)


def _time(condition: Json) -> dict[str, str]:
    if WITHIN in condition:
        return {"time": WITHIN, "days": str(condition[WITHIN])}
    if BETWEEN not in condition:
        return {"time": EVER}
    start, end = condition[BETWEEN]
    return {"time": BETWEEN, "start": start, "end": (date.fromisoformat(end) - timedelta(days=1)).isoformat()}


def _parts(said: Json, known: Mapping[str, Field]) -> tuple[Part, ...]:
    return tuple(Part(name, *_compared(given, known.get(name, UNKNOWN))) for name, given in said.items())


def _compared(said: Json, field: Field, *, beside: str = "") -> tuple[str, tuple[str, ...]]:
    """The operator and what stands in its inputs."""
    for op, value in said.items():
        if op != beside:
            return op, shown_value(field, value)
    return "", ()
