"""A condition as a sentence in the reader's language, and what its parts are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from bleib.console.conditions.asked import says, summed
from bleib.console.conditions.reading import open_ended, told
from bleib.console.conditions.typed import FACTS, Leaf
from bleib.history.fact_types import TYPES
from bleib.history.models import Setting
from bleib.rules.errors import RuleError
from bleib.rules.parsing import parse
from bleib.rules.sentences import sentence
from bleib.rules.vocabulary import ATTRIBUTES, Field, Kind, Vocabulary

Choices = Sequence[tuple[str, str | Promise]]
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
    ATTRIBUTES: _("Record"),
}
JOINS: Choices = (
    ("all", _("All of these hold")),
    ("any", _("One of these holds, or several")),
    ("not_any", _("None of these holds")),
    ("not_all", _("At least one of these does not hold")),
)
HOLDS: Choices = (("yes", _("holds:")), ("no", _("does not hold:")))
TIMES: Choices = (
    ("ever", _("at any time")),
    ("within_days", _("in the last days")),
    ("between", _("between two days")),
)
WHOSE: Choices = (
    ("contact", _("the contact itself")),
    ("customer", _("anybody at the customer")),
)
MEASURES: Mapping[str, Promise] = {
    "count": _("how many"),
    "sum": _("added up:"),
    "last": _("what the newest one says"),
}
YES_NO: Choices = (("yes", _("yes")), ("no", _("no")))


def language() -> str:
    """The reader's, of the two in which rules are said."""
    return "en" if (get_language() or "de").startswith("en") else "de"


def said(condition: Mapping[str, Any], words: Vocabulary) -> str:
    """A stored condition as a sentence; of one that names what there is no more, what is wrong with it."""
    try:
        rule = parse(condition, open_ended(words))
    except RuleError as error:
        return told(error)
    return f"{sentence(rule, language(), currency=currency())}."


def currency() -> str:
    return str(Setting.read("currency", "EUR"))


def fields(words: Vocabulary) -> Iterator[tuple[str, Choices]]:
    """All fields by their source, and facts."""
    known = [*SOURCES, *sorted({each.source for each in words} - SOURCES.keys())]
    for source in known:
        found = [(each.name, each.label(language())) for each in words if each.source == source]
        if found:
            yield str(SOURCES.get(source, source)), sorted(found, key=lambda each: str(each[1]).casefold())
    yield str(_("What happened")), types()


def types() -> Choices:
    """All types of facts, as the list of fields has them."""
    return [(f"{FACTS}{name}", kind.label(language())) for name, kind in TYPES.items()]


def measures(leaf: Leaf) -> Choices:
    """How facts can be measured: what has no number is not added up."""
    there = {"count": True, "sum": bool(summed(leaf)), "last": bool(says(leaf))}
    return [(name, str(label)) for name, label in MEASURES.items() if there[name] or name == leaf.facts.measure]


def names_of(known: Mapping[str, Field]) -> Choices:
    return [(name, field.label(language())) for name, field in known.items()]


def unit_of(field: Field, kind: str) -> str:
    """What stands behind the input."""
    if kind == "days" or (kind == "number" and field.kind is Kind.DAYS):
        return str(_("(days)"))
    if kind != "number":
        return ""
    if field.name == "count" and not field.source:
        return str(_("times"))
    return {Kind.MONEY: currency(), Kind.SHARE: "%"}.get(field.kind, "")
