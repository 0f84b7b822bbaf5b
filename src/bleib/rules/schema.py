"""The JSON schema of rules in a vocabulary: what editors complete and other systems check before they send a rule."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from bleib.history.fact_types import TYPES
from bleib.rules.conditions import Whose
from bleib.rules.facts import fields_of
from bleib.rules.limits import LARGEST_NUMBER, LONGEST_TEXT, MOST_DAYS, MOST_VALUES
from bleib.rules.operators import Operator, Takes, operators
from bleib.rules.parsing_facts import COUNTED, MEASURES, NUMBERS, OF_TODAY, TIMES
from bleib.rules.vocabulary import Field, Kind, Vocabulary

Schema = dict[str, Any]

_DATE = {"type": "string", "pattern": r"^[12]\d{3}-\d{2}-\d{2}$"}
_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT, "pattern": r"\S"}
_DAYS = {"type": "integer", "minimum": 1, "maximum": MOST_DAYS}
_NUMBER = {"type": "number", "minimum": -LARGEST_NUMBER, "maximum": LARGEST_NUMBER}
_OF_KIND: Schema = {
    Kind.NUMBER: _NUMBER,
    Kind.MONEY: _NUMBER,
    Kind.SHARE: _NUMBER,
    Kind.DAYS: {"type": "integer", "minimum": -MOST_DAYS, "maximum": MOST_DAYS},
    Kind.DATE: _DATE,
    Kind.FLAG: {"type": "boolean"},
}
_TAKES: Schema = {Takes.PART: _TEXT, Takes.DATE: _DATE, Takes.DAYS: _DAYS, Takes.FLAG: {"type": "boolean"}}
_CONDITION = {"$ref": "#/$defs/condition"}
_HOW_MANY = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}


def schema(vocabulary: Vocabulary) -> Schema:
    """JSON schema (draft 2020-12) of what `parse` reads.

    `parse` alone knows how deep and how large a rule may be, and which days there are in a calendar.
    """
    leaves = [*(_field(each) for each in vocabulary), _facts(vocabulary.subject)]
    joined = [_joined("all"), _joined("any"), _object({"not": _CONDITION}, "not")]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": "#/$defs/condition",
        "$defs": {"condition": {"oneOf": [*joined, *leaves]}},
    }


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _joined(name: str) -> Schema:
    return _object({name: {"type": "array", "minItems": 1, "items": _CONDITION}}, name)


def _compared(field: Field, *, beside: Schema | None = None, without: tuple[str, ...] = ()) -> Schema:
    """One comparison with the field, and what stands `beside` it."""
    more = beside or {}
    by = {each.name: _value(field, each) for each in operators(field.kind) if each.name not in without}
    return _object({**more, **by}, *more) | {"minProperties": 1 + len(more), "maxProperties": 1 + len(more)}


def _field(field: Field) -> Schema:
    return _compared(field, beside={"field": {"const": field.name}})


def _value(field: Field, operator: Operator) -> Schema:
    values = {"enum": [each.value for each in field.choices]} if field.choices else _TEXT
    if operator.takes is Takes.VALUE:
        return _OF_KIND.get(field.kind, values)
    if operator.takes is Takes.VALUES:
        return {"type": "array", "minItems": 1, "maxItems": MOST_VALUES, "items": values}
    return _TAKES[operator.takes]


def _facts(subject: str) -> Schema:
    """A condition over facts: what all of them say may be asked, at one time, by one measure."""
    names = {"enum": list(TYPES)}
    says = {name: {"anyOf": [_compared(each, without=OF_TODAY) for each in found]} for name, found in _said().items()}
    asked = {"type": "object", "properties": says, "additionalProperties": False}
    properties: Schema = {
        "facts": {"anyOf": [names, {"type": "array", "minItems": 1, "items": names}]},
        "where": asked,
        "within_days": _DAYS,
        "between": {"type": "array", "prefixItems": [_DATE, _DATE], "minItems": 2, "maxItems": 2},
        "ever": {"const": True},
        "count": _how_many(),
        "sum": {"anyOf": [_summed(each) for each in _numbers()]},
        "last": asked | {"minProperties": 1},
    }
    if subject == Whose.CONTACT:
        properties["whose"] = {"enum": list(Whose)}
    once = [{"not": {"required": list(pair)}} for names_ in (TIMES, MEASURES) for pair in combinations(names_, 2)]
    return _object(properties, "facts") | {"allOf": [*once, *(_of_type(each) for each in TYPES)]}


def _how_many() -> Schema:
    counts = _compared(COUNTED, without=("known",))
    return counts | {"properties": dict.fromkeys(counts["properties"], _HOW_MANY)}


def _summed(field: Field) -> Schema:
    return _compared(field, beside={"of": {"const": field.name}}, without=("known",))


def _of_type(type_: str) -> Schema:
    """Of facts among which are some of this type only that is asked which they say."""
    told = {"propertyNames": {"enum": list(fields_of(type_))}}
    summed = {"properties": {"of": {"enum": [each.name for each in fields_of(type_).values() if each.kind in NUMBERS]}}}
    among = {"anyOf": [{"const": type_}, {"type": "array", "contains": {"const": type_}}]}
    return {
        "if": {"properties": {"facts": among}},
        "then": {"properties": {"where": told, "last": told, "sum": summed}},
    }


def _said() -> dict[str, list[Field]]:
    """Everything that facts say, by name; the same name may mean another thing elsewhere."""
    found: dict[str, list[Field]] = {}
    for each in (field for type_ in TYPES for field in fields_of(type_).values()):
        if each not in found.setdefault(each.name, []):
            found[each.name].append(each)
    return found


def _numbers() -> list[Field]:
    return [field for found in _said().values() for field in found if field.kind in NUMBERS]
