"""The closed list of features: each group is one `.sql` file whose header says what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast

Kind = Literal["number", "money", "share", "days", "date", "flag"]

# In the order in which tables have them.
NAMES = ("orders", "trend", "breadth", "usage", "activity", "cases", "answers", "contracts", "season")
LINE = re.compile(r"-- (\w+): (.*)")


@dataclass(frozen=True)
class Feature:
    """One thing that is known of a customer at the beginning of a day; null where it is unknown or does not apply.

    `name` is the column. `since`: the date feature that says from when it counts or holds. `why`: what it tells of
    staying or leaving.
    """

    name: str
    group: str
    kind: Kind
    unit: str
    label_en: str
    label_de: str
    since: str | None
    why_en: str
    why_de: str

    def label(self, language: str) -> str:
        return self.label_de if language == "de" else self.label_en

    def why(self, language: str) -> str:
        return self.why_de if language == "de" else self.why_en


@dataclass(frozen=True)
class Group:
    """Features that are computed together: one SELECT over the tables in `reads`, a row per customer.

    Its text has the placeholders $as_of (date) and $horizon (days).
    """

    name: str
    label_en: str
    label_de: str
    reads: frozenset[str]
    features: tuple[Feature, ...]
    text: str

    @property
    def sql(self) -> str:
        """The statement without its header."""
        lines = self.text.splitlines()
        return "\n".join(line for line in lines if not LINE.fullmatch(line))


def group_of(name: str, text: str) -> Group:
    """The group that the text of a file says."""
    said = [match.groups() for match in map(LINE.fullmatch, text.splitlines()) if match]
    head = {key: value.strip() for key, value in said if key != "column"}
    return Group(
        name=head["group"],
        label_en=head["label_en"],
        label_de=head["label_de"],
        reads=frozenset(table.strip() for table in head["reads"].split(",")),
        features=tuple(_feature(value, name) for key, value in said if key == "column"),
        text=text,
    )


def _feature(line: str, group: str) -> Feature:
    name, kind, unit, label_en, label_de, since, why_en, why_de = (part.strip() for part in line.split("|"))
    return Feature(name, group, cast(Kind, kind), unit, label_en, label_de, since or None, why_en, why_de)


def _load(name: str) -> Group:
    return group_of(name, (files("bleib.forecast.features") / f"{name}.sql").read_text(encoding="utf-8"))


GROUPS: Mapping[str, Group] = MappingProxyType({name: _load(name) for name in NAMES})
FEATURES: Mapping[str, Feature] = MappingProxyType(
    {feature.name: feature for group in GROUPS.values() for feature in group.features}
)
