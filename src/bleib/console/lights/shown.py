"""The lines of a condition as the form shows them: what there is to choose from, and the sentence that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.console.lights.reading import Read, input_of, offered
from bleib.console.lights.rows import FACTS, Line, Lines
from bleib.history.fact_types import TYPES
from bleib.history.models import Setting
from bleib.rules.errors import RuleError
from bleib.rules.parsing import parse
from bleib.rules.sentences import sentence
from bleib.rules.vocabulary import Field, Kind, Vocabulary

Choices = Sequence[tuple[str, str]]
# Fields by where they come from, in the order of the list.
SOURCES: Mapping[str, Promise] = {
    "orders": _("Orders"),
    "trend": _("Trend"),
    "breadth": _("Breadth"),
    "season": _("Season"),
    "usage": _("Usage"),
    "activity": _("Activity"),
    "cases": _("Cases"),
    "answers": _("Answers"),
    "contracts": _("Contracts"),
    "outlook": _("Forecast"),
    "attributes": _("Record"),
}
YES_NO = (("yes", _("yes")), ("no", _("no")))


@dataclass(frozen=True)
class ShownLine:
    """One line with its choices. `kind`: what the value is typed into; `unit` stands behind it."""

    place: int
    line: Line
    operators: Choices
    kind: str
    choices: Choices
    unit: str
    error: str = ""


@dataclass(frozen=True)
class ShownLines:
    """The part of the page; `says` is the rule as a sentence, empty where a line is wrong."""

    groups: Sequence[tuple[int, Sequence[ShownLine]]]
    fields: Sequence[tuple[str, Choices]]
    says: str
    errors: Sequence[tuple[int, str]] = field(default_factory=tuple)

    @classmethod
    def of(cls, lines: Lines, found: Read, *, words: Vocabulary, told: bool) -> ShownLines:
        """`told`: errors stand beside their lines; else only the sentence waits until all is well."""
        errors = found.errors if told else {}
        groups = [
            (group, [_line(each, words, place=place, error=errors.get(place, "")) for place, each in members])
            for group, members in lines.groups()
        ]
        says = "" if found.condition is None else said(found.condition, words)
        return cls(groups, list(_fields(words)), says, tuple(errors.items()))


def language() -> str:
    """The reader's, of the two in which rules are said."""
    return "en" if (get_language() or "de").startswith("en") else "de"


def said(condition: Mapping[str, Any], words: Vocabulary) -> str:
    """A stored condition as a sentence; of one that names what there is no more, what is wrong with it."""
    try:
        rule = parse(condition, words)
    except RuleError as error:
        return str(error)
    return f"{sentence(rule, language(), currency=str(Setting.read('currency', 'EUR')))}."


def _line(line: Line, words: Vocabulary, *, place: int, error: str) -> ShownLine:
    known = words.fields.get(line.field)
    kind = input_of(line, words)
    return ShownLine(
        place=place,
        line=line,
        operators=[(each.name, each.meaning_de if language() == "de" else each.meaning_en)
                   for each in offered(line, words)],
        kind=kind,
        choices=_values(kind, known),
        unit=_unit(known, kind),
        error=error,
    )  # fmt: skip


def _values(kind: str, known: Field | None) -> Choices:
    if kind == "yes":
        return [(value, str(label)) for value, label in YES_NO]
    if kind == "choice" and known:
        return [(each.value, each.label(language())) for each in known.choices]
    return []


def _unit(known: Field | None, kind: str) -> str:
    if kind == "days" or (known and kind == "number" and known.kind is Kind.DAYS):
        return str(_("(days)"))
    if known is None or kind != "number":
        return ""
    if known.kind is Kind.MONEY:
        return str(Setting.read("currency", "EUR"))
    return "%" if known.kind is Kind.SHARE else ""


def _fields(words: Vocabulary) -> Iterator[tuple[str, Choices]]:
    """All fields by their source, and facts that can be counted."""
    for source, label in SOURCES.items():
        found = [(each.name, each.label(language())) for each in words if each.source == source]
        if found:
            yield str(label), sorted(found, key=lambda each: each[1])
    yield (
        str(_("How often something happened")),
        [(f"{FACTS}{name}", kind.label(language())) for name, kind in TYPES.items()],
    )
