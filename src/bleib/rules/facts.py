"""What rules may ask of facts: the columns and props of each type of the registry, as fields with names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from bleib.history.fact_types import TYPES, FactType
from bleib.history.props import Prop, PropKind
from bleib.rules.vocabulary import Choice, Field, Kind, Nouns

COLUMNS = {"product": Kind.TEXT, "ref": Kind.TEXT, "amount": Kind.MONEY, "quantity": Kind.NUMBER}
_KINDS = {
    PropKind.WHOLE: Kind.NUMBER,
    PropKind.FLAG: Kind.FLAG,
    PropKind.DATE: Kind.DATE,
    PropKind.CODE: Kind.TEXT,
    PropKind.CODES: Kind.LIST,
    PropKind.CHOICE: Kind.CHOICE,
}


@cache
def wording() -> Mapping[str, Mapping[str, Any]]:
    """What facts (`types`) and what they say (`says`) are called."""
    return tomllib.loads(files("bleib.rules").joinpath("facts.toml").read_text(encoding="utf-8"))


@cache
def fields_of(type_: str) -> Mapping[str, Field]:
    """The columns and props that facts of this type have, by name."""
    kind = TYPES[type_]
    columns = {name: _column(kind, name) for name in COLUMNS if getattr(kind, name)}
    return columns | {prop.name: _prop(prop) for prop in kind.props}


def nouns_of(type_: str) -> Nouns:
    """What facts of this type are called; a type without words of its own goes by its label."""
    kind, said = TYPES[type_], wording()["types"].get(type_)
    if said is not None:
        return Nouns(tuple(said["en"]), tuple(said["de"]))
    return Nouns((kind.label_en,) * 2, (kind.label_de,) * 4)


def _column(type_: FactType, name: str) -> Field:
    label_en, label_de = _labels(name, getattr(type_, name))
    return Field(name, "column", name, COLUMNS[name], label_en, label_de)


def _prop(prop: Prop) -> Field:
    label_en, label_de = _labels(prop.name, prop.meaning)
    said = wording()["says"].get(prop.name, {})
    choices = tuple(Choice(each, *said.get(each, ())) for each in prop.choices)
    return Field(prop.name, "props", prop.name, _KINDS[prop.kind], label_en, label_de, unit=prop.unit, choices=choices)


def _labels(name: str, otherwise: str) -> tuple[str, str]:
    said = wording()["says"].get(name)
    return (said["en"], said["de"]) if said else (otherwise, otherwise)
