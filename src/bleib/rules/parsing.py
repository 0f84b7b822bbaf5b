"""From JSON to a rule: every name and value is checked, and all problems are told at once with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from bleib.rules.conditions import All, AnyOf, Condition, FactCondition, FieldCondition, Not, Rule
from bleib.rules.errors import RuleError, instead, shown
from bleib.rules.limits import DEEPEST, MOST_CONDITIONS
from bleib.rules.parsing_compare import compare
from bleib.rules.parsing_facts import fact_condition
from bleib.rules.reader import Desk
from bleib.rules.vocabulary import Vocabulary

Read = TypeVar("Read")
SHAPES = ("all", "any", "not", "field", "facts")


def parse(data: Any, vocabulary: Vocabulary) -> Rule:
    """The rule that `data` (JSON, already decoded) says in these words. RuleError tells everything that is wrong."""
    desk = Desk()
    condition = _Parser(vocabulary, desk).condition(data, "$", 1)
    if desk.problems or condition is None:
        raise RuleError(desk.problems)
    return Rule(condition, vocabulary.subject)


class _Parser:
    def __init__(self, vocabulary: Vocabulary, desk: Desk) -> None:
        self.vocabulary, self.desk, self.seen = vocabulary, desk, 0

    def condition(self, data: Any, path: str, depth: int) -> Condition | None:
        self.seen += 1
        if depth > DEEPEST:
            self.desk.wrong(path, f"The rule is nested deeper than {DEEPEST} levels.", "Make it flatter.")
            return None
        if self.seen > MOST_CONDITIONS:
            self.desk.once("$", f"The rule has more than {MOST_CONDITIONS} conditions.", "Make it two rules.")
            return None
        if not isinstance(data, Mapping):
            self.desk.wrong(path, "This is no condition.", 'Write {"field": ...}, {"all": [...]} or the like.')
            return None
        shapes = [name for name in SHAPES if name in data]
        if len(shapes) != 1:
            self._shapeless(path, shapes)
            return None
        return self._read(shapes[0])(data, path, depth)

    def _read(self, shape: str) -> Callable[[Mapping[str, Any], str, int], Condition | None]:
        return {"all": self._all, "any": self._any, "not": self._not, "field": self._field, "facts": self._facts}[shape]

    def _shapeless(self, path: str, shapes: list[str]) -> None:
        if shapes:
            what = f"{' and '.join(shapes)} do not stand in one condition."
            self.desk.wrong(path, what, 'Put each into one of its own, in {"all": [...]} or {"any": [...]}.')
        else:
            self.desk.wrong(path, "This is no condition.", f"It needs one of: {', '.join(SHAPES)}.")

    def _all(self, data: Mapping[str, Any], path: str, depth: int) -> All | None:
        parts = self._parts(data, path, "all", depth=depth)
        return All(parts) if parts else None

    def _any(self, data: Mapping[str, Any], path: str, depth: int) -> AnyOf | None:
        parts = self._parts(data, path, "any", depth=depth)
        return AnyOf(parts) if parts else None

    def _parts(self, data: Mapping[str, Any], path: str, name: str, *, depth: int) -> tuple[Condition, ...]:
        self.desk.only(data, (name,), path)
        parts = data[name]
        if not isinstance(parts, list) or not parts:
            self.desk.wrong(f"{path}.{name}", "Conditions are missing.", "Write a list with at least one.")
            return ()
        read = (self.condition(each, f"{path}.{name}[{n}]", depth + 1) for n, each in enumerate(parts))
        return _there(read)

    def _not(self, data: Mapping[str, Any], path: str, depth: int) -> Not | None:
        self.desk.only(data, ("not",), path)
        part = self.condition(data["not"], f"{path}.not", depth + 1)
        return None if part is None else Not(part)

    def _field(self, data: Mapping[str, Any], path: str, _depth: int) -> FieldCondition | None:
        name = data["field"]
        field = self.vocabulary.fields.get(name) if isinstance(name, str) else None
        if field is None:
            self.desk.wrong(f"{path}.field", f"There is no field {shown(name)}.", instead(name, self.vocabulary.fields))
            return None
        rest = {key: given for key, given in data.items() if key != "field"}
        found = compare(rest, field, path=path, desk=self.desk)
        return None if found is None else FieldCondition(field, found)

    def _facts(self, data: Mapping[str, Any], path: str, _depth: int) -> FactCondition | None:
        return fact_condition(data, path, self.desk, subject=self.vocabulary.subject)


def _there(read: Iterable[Read | None]) -> tuple[Read, ...]:
    return tuple(each for each in read if each is not None)
