"""The condition as the page shows it: every line with what there is to choose from and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bleib.console.conditions import wording
from bleib.console.conditions.asked import (
    compared,
    input_of,
    is_about_facts,
    offered,
    offered_of_part,
    says,
    summed,
)
from bleib.console.conditions.typed import ROOT, Facts, Group, Leaf, Node, Part
from bleib.console.conditions.wording import Choices
from bleib.rules.limits import DEEPEST
from bleib.rules.operators import Operator
from bleib.rules.vocabulary import Field, Vocabulary

DEEPEST_SHOWN = DEEPEST - 3  # a line that does not hold, and a group of which that is true, are a level each


@dataclass(frozen=True)
class Typing:
    """A comparison: `kind` of the input, its `choices` (of text: suggestions), what is typed, and the `unit` behind."""

    path: str
    op: str
    operators: Choices
    kind: str
    choices: Choices
    values: Sequence[str]
    unit: str

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def lines(self) -> str:
        return "\n".join(self.values)


@dataclass(frozen=True)
class ShownPart:
    path: str
    name: str
    typing: Typing | None


@dataclass(frozen=True)
class ShownFacts:
    said: Facts
    names: Choices
    summed: Choices
    measures: Choices
    where: Sequence[ShownPart]
    last: Sequence[ShownPart]


@dataclass(frozen=True)
class ShownLeaf:
    path: str
    leaf: Leaf
    is_known: bool
    typing: Typing | None
    facts: ShownFacts | None


@dataclass(frozen=True)
class ShownGroup:
    path: str
    join: str
    of: Sequence[ShownGroup | ShownLeaf]
    may_nest: bool

    @property
    def is_root(self) -> bool:
        return self.path == ROOT

    @property
    def word(self) -> str:
        """What stands between its members: and, or."""
        return "or" if self.join in ("any", "not_any") else "and"


def shown(group: Group, words: Vocabulary, *, path: str = ROOT, depth: int = 1) -> ShownGroup:
    """The group and all in it."""

    def member(node: Node, place: str) -> ShownGroup | ShownLeaf:
        if isinstance(node, Group):
            return shown(node, words, path=place, depth=depth + 1)
        return _leaf(node, words, path=place)

    members = [member(each, f"{path}-{place}") for place, each in enumerate(group.of)]
    return ShownGroup(path, group.join, members, depth < DEEPEST_SHOWN)


def _leaf(leaf: Leaf, words: Vocabulary, *, path: str) -> ShownLeaf:
    about_facts = is_about_facts(leaf)
    field = compared(leaf, words)
    typing = _typing(leaf, field, path=path, there=offered(leaf, field)) if field else None
    facts = _facts(leaf, path) if about_facts and says(leaf) else None
    return ShownLeaf(path, leaf, facts is not None or leaf.field in words.fields or not leaf.field, typing, facts)


def _facts(leaf: Leaf, path: str) -> ShownFacts:
    said, known = leaf.facts, says(leaf)
    where = list(_parts(said.where, known, f"{path}-w"))
    last = list(_parts(said.last, known, f"{path}-l"))
    names = wording.names_of(known)
    return ShownFacts(said, names, wording.names_of(summed(leaf)), wording.measures(leaf), where, last)


def _parts(parts: Sequence[Part], known: Mapping[str, Field], path: str) -> Iterator[ShownPart]:
    for place, part in enumerate(parts):
        field, one = known.get(part.name), f"{path}{place}"
        yield ShownPart(one, part.name, _typing(part, field, path=one, there=offered_of_part(field)) if field else None)


def _typing(given: Leaf | Part, field: Field, *, path: str, there: Sequence[Operator]) -> Typing:
    operator = next((each for each in there if each.name == given.op), there[0])
    kind = input_of(field, operator)
    meanings = [(each.name, each.meaning_de if wording.language() == "de" else each.meaning_en) for each in there]
    return Typing(path, given.op, meanings, kind, _choices(field, kind, given.values), given.values,
                  wording.unit_of(field, kind))  # fmt: skip


def _choices(field: Field, kind: str, values: Sequence[str]) -> Choices:
    """With what is chosen and not there any more, so that it can be seen and taken away."""
    if kind == "choice" and not field.choices:
        return [(value, str(label)) for value, label in wording.YES_NO]
    if kind not in ("choice", "choices", "text", "lines"):
        return []
    known = [(each.value, each.label(wording.language())) for each in field.choices]
    gone = [(each, each) for each in values if kind in ("choice", "choices") and field.choice(each) is None and each]
    return [*known, *gone]
