"""From what was typed to a condition; what is wrong stands by its input."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bleib.console.conditions.asked import compared, is_about_facts, offered, offered_of_part, says, summed
from bleib.console.conditions.typed import BETWEEN, NO, ROOT, WITHIN, Group, Leaf, Node, Part
from bleib.console.conditions.values import MISSING, day_after, missing, read_day, read_value, read_whole
from bleib.history.fact_types import TYPES
from bleib.rules.conditions import Whose
from bleib.rules.errors import RuleError
from bleib.rules.limits import DEEPEST, LARGEST_NUMBER, MOST_CONDITIONS
from bleib.rules.operators import OPERATORS, Operator
from bleib.rules.parsing import parse
from bleib.rules.vocabulary import Field, Kind, Vocabulary

Json = dict[str, Any]
Found = TypeVar("Found")


@dataclass(frozen=True)
class Problem:
    """`is_missing`: nothing is typed yet, which is no mistake before somebody wants to save it."""

    says: str
    is_missing: bool = False


@dataclass(frozen=True)
class Read:
    """`condition` is None where something is wrong; `problems` by the name of the input."""

    condition: Mapping[str, Any] | None
    problems: Mapping[str, Problem] = field(default_factory=dict)


def read(group: Group, words: Vocabulary) -> Read:
    """The condition that was typed."""
    reader = _Reader(words)
    condition = reader.group(group, ROOT)
    if reader.problems or condition is None:
        return Read(None, reader.problems)
    try:
        parse(condition, open_ended(words))
    except RuleError as error:
        return Read(None, {ROOT: Problem(_whole(error))})
    return Read(condition)


def open_ended(words: Vocabulary) -> Vocabulary:
    """Of free text the choices are suggestions: a country where nobody is yet can be asked for all the same."""
    fields = (replace(each, choices=()) if each.kind is Kind.TEXT else each for each in words)
    return Vocabulary.of(fields, subject=words.subject)


def _whole(error: RuleError) -> str:
    """What is wrong with the condition as a whole: inputs are checked before."""
    if any("nested deeper" in each.what or "more than" in each.what for each in error.problems):
        limits = {"conditions": MOST_CONDITIONS, "levels": DEEPEST}
        return _("A condition has at most %(conditions)s parts and %(levels)s levels. Make it flatter.") % limits
    return told(error)


def told(error: RuleError) -> str:
    """All that is wrong, in the reader's language."""
    language = "de" if (get_language() or "de").startswith("de") else "en"
    return "\n".join(str(each.said_in(language)) for each in error.problems)


class _Reader:
    def __init__(self, words: Vocabulary) -> None:
        self.words, self.problems = words, dict[str, Problem]()

    def group(self, group: Group, path: str) -> Json | None:
        parts = [self._node(each, f"{path}-{place}") for place, each in enumerate(group.of)]
        told = [each for each in parts if each is not None]
        if not told:
            return None
        joined = told[0] if len(told) == 1 else {group.join.removeprefix("not_"): told}
        return {"not": joined} if group.join.startswith("not_") else joined

    def _node(self, node: Node, path: str) -> Json | None:
        if isinstance(node, Group):
            return self.group(node, path)
        leaf = self._facts(node, path) if is_about_facts(node) else self._field(node, path)
        return {"not": leaf} if leaf is not None and node.holds == NO else leaf

    def _field(self, leaf: Leaf, path: str) -> Json | None:
        known = compared(leaf, self.words)
        if known is None:
            self._wrong(f"{path}-field", _no_field(leaf.field))
            return None
        told = self._compared(leaf, known, path=path, there=offered(leaf, known))
        return None if told is None else {"field": leaf.field, **told}

    def _facts(self, leaf: Leaf, path: str) -> Json | None:
        before = len(self.problems)
        if leaf.fact_type not in TYPES:
            self._wrong(f"{path}-field", _no_field(leaf.field))
            return None
        where, time, measure = self._parts(leaf, "where", path), self._time(leaf, path), self._measure(leaf, path)
        if len(self.problems) > before:
            return None
        types = [each for each in leaf.types if each in TYPES]
        is_own = self.words.subject == Whose.CONTACT and leaf.facts.whose == Whose.CONTACT
        whose = {"whose": Whose.CONTACT.value} if is_own else {}
        told = {"facts": types[0] if len(types) == 1 else types, **whose, **({"where": where} if where else {})}
        return {**told, **time, **measure}

    def _time(self, leaf: Leaf, path: str) -> Json:
        said = leaf.facts
        if said.time == WITHIN:
            return {"within_days": self._try(f"{path}-days", lambda: read_whole(said.days, low=1))}
        if said.time != BETWEEN:
            return {"ever": True}
        start = self._try(f"{path}-start", lambda: read_day(said.start))
        end = self._try(f"{path}-end", lambda: read_day(said.end))
        if start is None or end is None:
            return {}
        if start > end:
            self._wrong(f"{path}-end", ValidationError(_("The last day is before the first one.")))
        return {"between": [start.isoformat(), day_after(end).isoformat()]}

    def _measure(self, leaf: Leaf, path: str) -> Json:
        measure = leaf.facts.measure
        if measure == "last":
            told = self._parts(leaf, "last", path)
            if not leaf.facts.last:
                self._wrong(f"{path}-measure", missing(_("Choose what the newest one has to say.")))
            return {"last": told}
        if measure == "sum":
            known = summed(leaf).get(leaf.facts.of)
            if known is None:
                self._wrong(f"{path}-of", missing(_("These events say nothing that can be added up.")))
                return {}
            return {"sum": {"of": known.name, **(self._compared(leaf, known, path=path) or {})}}
        return {"count": self._count(leaf, path)}

    def _count(self, leaf: Leaf, path: str) -> Json:
        known = compared(leaf, self.words)
        operator = OPERATORS.get(leaf.op)
        if known is None or operator is None or operator not in offered(leaf, known):
            self._wrong(f"{path}-op", missing(_("Choose how to compare.")))
            return {}
        text = next(iter(leaf.values), "")
        return {operator.name: self._try(f"{path}-value", lambda: read_whole(text, high=LARGEST_NUMBER))}

    def _parts(self, leaf: Leaf, name: str, path: str) -> Json:
        """What facts have to say; each thing once."""
        known, told = says(leaf), Json()
        for one, part in _named(getattr(leaf.facts, name), f"{path}-{name[0]}"):
            if part.name in told:
                self._wrong(f"{one}-name", ValidationError(_("This stands here already. Keep one of them.")))
            elif part.name not in known:
                self._wrong(f"{one}-name", _no_field(part.name))
            else:
                there = offered_of_part(known[part.name])
                told[part.name] = self._compared(part, known[part.name], path=one, there=there)
        return told

    def _compared(
        self, given: Leaf | Part, known: Field, *, path: str, there: Sequence[Operator] | None = None
    ) -> Json | None:
        operator = OPERATORS.get(given.op)
        if operator is None or operator not in (there if there is not None else offered(given, known)):  # type: ignore[arg-type]
            self._wrong(f"{path}-op", missing(_("Choose how to compare.")))
            return None
        value = self._try(f"{path}-value", lambda: read_value(known, operator, given.values))
        return None if value is None else {operator.name: value}

    def _try(self, name: str, attempt: Callable[[], Found]) -> Found | None:
        try:
            return attempt()
        except ValidationError as error:
            self._wrong(name, error)
            return None

    def _wrong(self, name: str, error: ValidationError) -> None:
        self.problems[name] = Problem(error.messages[0], error.code == MISSING)


def _named(parts: Sequence[Part], path: str) -> Iterator[tuple[str, Part]]:
    return ((f"{path}{place}", each) for place, each in enumerate(parts))


def _no_field(name: str) -> ValidationError:
    if not name:
        return missing(_("Choose what to look at."))
    return ValidationError(_("“%(text)s” is not there (any more)."), params={"text": name[:40]})
