"""Reasons as sentences, with what the rule saw, and where in the timeline it saw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from bleib.history.models import Setting
from bleib.lights.models import LightReason, LightRule
from bleib.lights.understanding import FIELD
from bleib.lights.vocabulary import vocabulary
from bleib.report.words import Words
from bleib.rules.errors import RuleError
from bleib.rules.parsing import parse
from bleib.rules.vocabulary import Field, Kind, Moves, Vocabulary

# Which facts a group of features is made of.
FACTS_OF: Mapping[str, tuple[str, ...]] = {
    "orders": ("order", "credit"),
    "trend": ("order", "credit"),
    "season": ("order",),
    "breadth": ("order", "usage"),
    "usage": ("usage",),
    "activity": ("order", "usage", "visit", "case_opened", "answer", "deal_opened"),
    "cases": ("case_opened", "case_closed"),
    "answers": ("answer",),
    "contracts": ("contract_started", "contract_changed", "notice_given", "contract_ended"),
}


@dataclass(frozen=True)
class Seen:
    """One thing that a rule saw: the field, what it is called, and its value as people read it."""

    field: str
    label: str
    value: str


@dataclass(frozen=True)
class Where:
    """What to look for in the customer's timeline: fact types, and from which day on (None: everything)."""

    types: tuple[str, ...]
    since: date | None


class Wording:
    """Texts about reasons in one language (`de`, `en`) on one day. Rules are read once, for as many as there are."""

    def __init__(self, lang: str, *, today: date) -> None:
        self.lang, self.today = lang, today
        self.words = Words(lang, Setting.read("currency", "EUR"))

    @cached_property
    def rules(self) -> Mapping[str, LightRule]:
        return {rule.key: rule for rule in LightRule.objects.select_related("rule_set")}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return vocabulary()

    @property
    def fields(self) -> Mapping[str, Field]:
        return self.vocabulary.fields

    def name(self, reason: LightReason) -> str:
        """What the rule is called; the key of one that was removed since."""
        rule = self.rules.get(reason.rule)
        return rule.name(self.lang) if rule else reason.rule

    def sentence(self, reason: LightReason) -> str:
        """Why, in a sentence with what was seen; without a sentence of its own the rule's name and its values."""
        rule = self.rules.get(reason.rule)
        text = rule.because(self.lang) if rule else ""
        values = self._values(reason)
        if text and all(name in values for name in FIELD.findall(text)):
            return FIELD.sub(lambda found: self._shown(found[1], values[found[1]]), text)
        told = ", ".join(f"{each.label}: {each.value}" for each in self.seen(reason))
        return f"{self.name(reason)} ({told})." if told else f"{self.name(reason)}."

    def advice(self, reason: LightReason) -> str:
        """What to do; empty where the rule does not say."""
        rule = self.rules.get(reason.rule)
        return rule.advice(self.lang) if rule else ""

    def seen(self, reason: LightReason) -> list[Seen]:
        """Everything the rule saw, in the order of the evidence."""
        values = self._values(reason)
        known = [name for name in values if name in self.fields]
        return [Seen(name, self.fields[name].label(self.lang), self._shown(name, values[name])) for name in known]

    def where(self, reason: LightReason) -> Where:
        """Which facts of the timeline the rule looked at."""
        sources = [self.fields[name].source for name in reason.evidence if name in self.fields]
        types = [kind for source in sources for kind in FACTS_OF.get(source, ())]
        days = [value for name, value in self._values(reason).items()
                if isinstance(value, date) and value <= self.today]  # fmt: skip
        return Where(tuple(dict.fromkeys([*types, *self._counted(reason.rule)])), min(days, default=None))

    def _counted(self, key: str) -> list[str]:
        """Fact types that the rule counts itself."""
        rule = self.rules.get(key)
        try:
            return sorted(parse(rule.condition, self.vocabulary).fact_types) if rule else []
        except RuleError:  # a field of the company's own is gone
            return []

    def shown(self, name: str, value: Any) -> str:
        """A value of a field as people read it; empty where it is unknown."""
        return "" if value is None else self._shown(name, value)

    def _values(self, reason: LightReason) -> dict[str, Any]:
        """The evidence by field: dates as dates, and days counted up to today."""
        said: dict[str, Any] = {}
        for name, value in reason.evidence.items():
            field = self.fields.get(name)
            said[name] = date.fromisoformat(value[:10]) if field and field.kind is Kind.DATE else value
        for name in said:
            field = self.fields.get(name)
            counted = said.get(field.date) if field and field.date else None
            if field and field.moves is Moves.WITH_DAY and isinstance(counted, date):
                said[name] = self._counted_up(field, said, since=counted)
        return said

    def _counted_up(self, field: Field, said: Mapping[str, Any], *, since: date) -> Any:
        """Days, or how many of the customer's own spans of days, up to today."""
        days = (self.today - since).days
        if field.per is None:
            return days
        return days / said[field.per] if said.get(field.per) else said[field.name]

    def _shown(self, name: str, value: Any) -> str:
        field = self.fields.get(name)
        return str(value) if field is None else SHOWN.get(field.kind, _text)(self.words, value)


def _text(_words: Words, value: Any) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else str(value)


def _number(words: Words, value: Any) -> str:
    return words.number(round(float(value), 1))


def _flag(words: Words, value: Any) -> str:
    return {"de": ("nein", "ja"), "en": ("no", "yes")}[words.lang][bool(value)]


SHOWN = {
    Kind.NUMBER: _number,
    Kind.DAYS: lambda words, value: words.number(round(float(value))),
    Kind.SHARE: lambda words, value: words.percent(100 * float(value)),
    Kind.MONEY: lambda words, value: words.money(float(value)),
    Kind.DATE: lambda words, value: words.day(value),
    Kind.FLAG: _flag,
}
