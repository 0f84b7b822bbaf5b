"""What a line may ask: comparisons of a field, of a number of facts, and of what facts say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bleib.console.conditions.typed import FACTS, Leaf
from bleib.history.fact_types import TYPES
from bleib.rules.facts import fields_of
from bleib.rules.operators import Operator, Takes, operators
from bleib.rules.parsing_facts import COUNTED, OF_TODAY
from bleib.rules.parsing_facts import NUMBERS as SUMMED
from bleib.rules.vocabulary import Field, Kind, Vocabulary

NEVER_UNKNOWN = ("in_segment",)  # who is in none of them is known to be in none
NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.SHARE, Kind.DAYS)


def is_about_facts(leaf: Leaf) -> bool:
    return leaf.field.startswith(FACTS)


def says(leaf: Leaf) -> Mapping[str, Field]:
    """What all facts of the line's types say, by name."""
    each = [fields_of(name) for name in leaf.types if name in TYPES]
    first = each[0] if each else {}
    return {name: field for name, field in first.items() if all(name in other for other in each)}


def summed(leaf: Leaf) -> Mapping[str, Field]:
    """What of it can be added up."""
    return {name: field for name, field in says(leaf).items() if field.kind in SUMMED}


def compared(leaf: Leaf, words: Vocabulary) -> Field | None:
    """What the line's own comparison is with; None where nothing is chosen yet, or each part has its own."""
    if not is_about_facts(leaf):
        return words.fields.get(leaf.field)
    if leaf.fact_type not in TYPES or leaf.facts.measure == "last":
        return None
    return COUNTED if leaf.facts.measure == "count" else summed(leaf).get(leaf.facts.of)


def offered(leaf: Leaf, field: Field) -> Sequence[Operator]:
    """The comparisons of the line itself."""
    known = is_about_facts(leaf) or field.name in NEVER_UNKNOWN
    return [each for each in _usual(field) if each.name != "known" or not known]


def offered_of_part(field: Field) -> Sequence[Operator]:
    """The comparisons of what a fact says."""
    return [each for each in _usual(field) if each.name not in OF_TODAY]


def _usual(field: Field) -> list[Operator]:
    """All comparisons; whoever asks for a number rarely means exactly this one."""
    return sorted(operators(field.kind), key=lambda each: field.kind in NUMBERS and each.name in ("is", "known"))


def input_of(field: Field, operator: Operator) -> str:
    """What the value is typed into: number, days, date, choice, choices, text or lines."""
    if operator.takes is Takes.VALUES:
        return "choices" if field.choices else "lines"
    if operator.takes is not Takes.VALUE:
        return {Takes.FLAG: "choice", Takes.DATE: "date", Takes.DAYS: "days"}.get(operator.takes, "text")
    if field.kind in NUMBERS:
        return "number"
    if field.choices and field.kind in (Kind.CHOICE, Kind.LIST):
        return "choice"
    return {Kind.FLAG: "choice", Kind.DATE: "date"}.get(field.kind, "text")
