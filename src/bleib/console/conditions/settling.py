"""Another field begins with its first comparison, as the browser shows it; of facts what they can be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bleib.console.conditions.asked import compared, is_about_facts, offered, offered_of_part, says, summed
from bleib.console.conditions.typed import Facts, Group, Leaf, Node, Part
from bleib.history.fact_types import TYPES
from bleib.rules.conditions import Whose
from bleib.rules.operators import Operator
from bleib.rules.vocabulary import Field, Vocabulary


def settled(group: Group, words: Vocabulary) -> Group:
    """The same condition, with a comparison wherever something to compare was chosen."""
    return replace(group, of=tuple(_node(each, words) for each in group.of))


def _node(node: Node, words: Vocabulary) -> Node:
    return settled(node, words) if isinstance(node, Group) else _leaf(node, words)


def _leaf(leaf: Leaf, words: Vocabulary) -> Leaf:
    if is_about_facts(leaf):
        leaf = replace(leaf, facts=replace(_facts(leaf), whose=_whose(leaf, words)))
    field = compared(leaf, words)
    return replace(leaf, op=_first(leaf.op, offered(leaf, field))) if field else leaf


def _facts(leaf: Leaf) -> Facts:
    said, numbers, known = leaf.facts, summed(leaf), says(leaf)
    of = said.of if said.of in numbers or said.measure != "sum" else next(iter(numbers), "")
    last = said.last or (Part(),) if said.measure == "last" else said.last
    parts = [tuple(_part(each, known) for each in given) for given in (said.where, last)]
    return replace(said, of=of, where=parts[0], last=parts[1])


def _whose(leaf: Leaf, words: Vocabulary) -> str:
    """Whose they are, of a condition about contacts: what is about money is mostly the customer's, what people do is
    their own."""
    if words.subject != Whose.CONTACT:
        return ""
    money = any(TYPES[each].amount for each in leaf.types if each in TYPES)
    usually = Whose.CUSTOMER if money else Whose.CONTACT
    return leaf.facts.whose if leaf.facts.whose in tuple(Whose) else usually.value


def _part(part: Part, known: Mapping[str, Field]) -> Part:
    field = known.get(part.name)
    return replace(part, op=_first(part.op, offered_of_part(field))) if field else part


def _first(op: str, there: Sequence[Operator]) -> str:
    names = [each.name for each in there]
    return op if op in names else names[0]
