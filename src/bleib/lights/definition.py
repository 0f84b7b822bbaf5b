"""A set of light rules as values: what the database holds, a YAML file says and a version keeps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bleib.rules.texts import Texts


@dataclass(frozen=True)
class RuleText:
    """One rule; see models.LightRule for what each part means."""

    key: str
    light: str
    when: Mapping[str, Any]
    name: Texts
    because: Texts = field(default_factory=dict)
    advice: Texts = field(default_factory=dict)
    active: bool = True

    def to_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"key": self.key, "name": dict(self.name), "light": self.light, "when": dict(self.when)}
        said |= {"because": dict(self.because)} if self.because else {}
        said |= {"advice": dict(self.advice)} if self.advice else {}
        return said if self.active else {**said, "active": False}


@dataclass(frozen=True)
class SetText:
    """One set of rules; see models.RuleSet."""

    key: str
    name: Texts
    rules: tuple[RuleText, ...]
    applies: Mapping[str, Any] | None = None
    goes_on: bool = False

    def to_json(self) -> dict[str, Any]:
        return self.head() | {"rules": [each.to_json() for each in self.rules]}

    def head(self) -> dict[str, Any]:
        """Everything but the rules."""
        said: dict[str, Any] = {"key": self.key, "name": dict(self.name)}
        said |= {"applies": dict(self.applies)} if self.applies is not None else {}
        return said | ({"goes_on": True} if self.goes_on else {})


@dataclass(frozen=True)
class Definition:
    """All sets in the order in which they are asked."""

    sets: tuple[SetText, ...]

    def to_json(self) -> dict[str, Any]:
        return {"lights": 1, "sets": [each.to_json() for each in self.sets]}

    def active(self) -> Iterator[tuple[SetText, RuleText]]:
        """Every rule that judges, with its set, in order."""
        return ((each, rule) for each in self.sets for rule in each.rules if rule.active)

    def rule(self, key: str) -> RuleText | None:
        return next((rule for each in self.sets for rule in each.rules if rule.key == key), None)

    def with_rule(self, set_key: str, rule: RuleText) -> Definition:
        """With this rule in this set: in the place of the one of the same key, else as the last."""
        return Definition(tuple(_with(each, rule) if each.key == set_key else _without(each, rule.key)
                                for each in self.sets))  # fmt: skip

    def without_rule(self, key: str) -> Definition:
        return Definition(tuple(_without(each, key) for each in self.sets))

    def with_set(self, given: SetText) -> Definition:
        """With this set: in the place of the one of the same key, else as the first, before what judges everybody."""
        if any(each.key == given.key for each in self.sets):
            return Definition(tuple(given if each.key == given.key else each for each in self.sets))
        return Definition((given, *self.sets))

    def without_set(self, key: str) -> Definition:
        return Definition(tuple(each for each in self.sets if each.key != key))

    @property
    def digest(self) -> str:
        """Changes when customers may be judged otherwise, or reasons look otherwise."""
        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()


def _with(each: SetText, rule: RuleText) -> SetText:
    if any(one.key == rule.key for one in each.rules):
        return replace(each, rules=tuple(rule if one.key == rule.key else one for one in each.rules))
    return replace(each, rules=(*each.rules, rule))


def _without(each: SetText, key: str) -> SetText:
    return replace(each, rules=tuple(one for one in each.rules if one.key != key))
