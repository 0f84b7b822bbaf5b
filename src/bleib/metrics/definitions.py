"""Every metric is one `.sql` file. Its header says what it is, the rest how it is computed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType

from bleib.metrics.cells import Members, Param

__all__ = ["DEFINITIONS", "Column", "Definition", "Param", "Use", "define", "header"]

HEADER_LINE = re.compile(r"-- (\w+): (.*)")
CONTINUATION = "--   "
USE = re.compile(r"(\w+) = (\w+)\(([^)]*)\)")

UNITS_DE = {
    "percent": "Prozent",
    "days": "Tage",
    "customers": "Kunden",
    "money": "Geld",
    "counts": "Anzahlen",
    "counts and money": "Anzahlen und Geld",
    "score 1 to 5": "Note 1 bis 5",
}


@dataclass(frozen=True)
class Column:
    """A column that comes out; types: text, date, bigint, double, money (decimal(38,4))."""

    name: str
    type: str


@dataclass(frozen=True)
class Use:
    """Another metric this one builds on, as the table `alias`; `arguments` maps its parameters to ours."""

    alias: str
    slug: str
    arguments: Mapping[str, str]


@dataclass(frozen=True)
class Definition:
    """A metric: names, meaning, formula and source in both languages, unit, parameters, columns, and its SQL.

    `interval` names the columns (successes, trials) of the rate that gets a Wilson 95 % interval; `text` is the file.
    `reads` is the table that a notebook has to give.
    `members` says who is behind its figures.
    `shared` names the first step where other metrics begin with the very same: an engine may keep its rows for them.
    """

    slug: str
    label_de: str
    label_en: str
    unit: str
    meaning_de: str
    meaning_en: str
    formula: str
    formula_de: str
    source: str
    source_de: str
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    interval: tuple[str, str] | None
    uses: tuple[Use, ...]
    shared: str | None
    members: Members | None
    reads: str
    text: str

    @property
    def sql(self) -> str:
        """The statement without its header."""
        return "\n".join(self.text.splitlines()[_header_length(self.text) :])

    def label(self, language: str) -> str:
        return self.label_de if language == "de" else self.label_en

    def meaning(self, language: str) -> str:
        return self.meaning_de if language == "de" else self.meaning_en

    def formula_in(self, language: str) -> str:
        return self.formula_de if language == "de" else self.formula

    def source_in(self, language: str) -> str:
        return self.source_de if language == "de" else self.source

    def unit_in(self, language: str) -> str:
        return UNITS_DE[self.unit] if language == "de" else self.unit


def header(text: str) -> dict[str, str]:
    """The `-- key: value` lines a file begins with; indented comment lines continue the value above."""
    fields: dict[str, str] = {}
    key = ""
    for line in text.splitlines()[: _header_length(text)]:
        if match := HEADER_LINE.fullmatch(line):
            key, value = match.groups()
            fields[key] = value.strip()
        else:
            fields[key] += " " + line.removeprefix(CONTINUATION).strip()
    return fields


def define(text: str) -> Definition:
    """The definition a `.sql` file holds; KeyError names a missing header field."""
    fields = header(text)
    return Definition(
        **{name: fields[name] for name in ("slug", "label_de", "label_en", "unit", "meaning_de", "meaning_en")},
        formula=fields["formula"],
        formula_de=fields["formula_de"],
        source=fields["source"],
        source_de=fields.get("source_de", fields["source"]),
        params=tuple(Param.parse(item) for item in _items(fields["params"])),
        columns=tuple(Column(*item.split()) for item in _items(fields["columns"])),
        interval=_interval(fields.get("interval")),
        uses=tuple(_use(*match) for match in USE.findall(fields.get("uses", ""))),
        shared=fields.get("shared"),
        members=Members.parse(fields["members"]) if "members" in fields else None,
        reads=fields.get("reads", "activity"),
        text=text,
    )


def _header_length(text: str) -> int:
    lines = text.splitlines()
    return next(number for number, line in enumerate(lines) if not line.startswith("--"))


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",")]


def _interval(value: str | None) -> tuple[str, str] | None:
    if value is None:
        return None
    successes, trials = value.split(" / ")
    return successes, trials


def _use(alias: str, slug: str, arguments: str) -> Use:
    pairs = (item.split(" = ") for item in _items(arguments))
    return Use(alias, slug, dict(pairs))


def _load() -> Mapping[str, Definition]:
    folder = files("bleib.metrics") / "sql"
    texts = (each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".sql"))
    found = {each.slug: each for each in map(define, texts)}
    return MappingProxyType(dict(sorted(found.items())))


DEFINITIONS: Mapping[str, Definition] = _load()
