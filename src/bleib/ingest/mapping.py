"""An event and its rule become facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bleib.history.fact_types import FactType
from bleib.history.props import PropKind
from bleib.ingest import expressions
from bleib.ingest.faults import Unfit
from bleib.ingest.message import Message
from bleib.ingest.models import EventRule

MOST_LINES = 200  # facts of one event
LONGEST_CODE = 60
LONGEST_KEY = 190  # a fact's key has at most 200 characters
ID = re.compile(r"@|\d{4,}|^[0-9a-f-]{16,}$")  # a part of a path by which somebody could be found
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SECTIONS = 3  # of a page's path


def facts(message: Message, rule: EventRule, *, currency: str) -> Iterator[dict[str, Any]]:
    """What the facts say: the arguments of NewFact, without customer and contact. Raises Unfit.

    Amounts are in the installation's currency, or the event says which and is unfit.
    """
    kind = rule.fact_type
    if kind is None:
        return
    values = _values(message)
    told = message.properties.get("currency")
    if "amount" in rule.columns and isinstance(told, str) and told.upper() != currency:
        raise Unfit("other_currency")
    items = _items(rule, values)
    for number, item in enumerate(items):
        said = values | {"item": item}
        yield {
            "type": kind.name,
            "occurred_at": message.at,
            "key": _key(message, number if len(items) > 1 else None),
            "source": message.source.key,
            **_columns(rule, kind, said),
            "props": dict(_props(rule, kind, said)),
        }


def _key(message: Message, line: int | None) -> str:
    key = message.key if len(message.key) <= LONGEST_KEY else message.digest.hex()
    return key if line is None else f"{key}#{line}"


def _values(message: Message) -> dict[str, Any]:
    return {
        "properties": message.properties,
        "context": message.context,
        "traits": message.traits,
        "name": code(message.name) if message.name else page_code(message),
        "item": {},
    }


def _items(rule: EventRule, values: Mapping[str, Any]) -> list[Any]:
    """The entries of the list that the rule names; the event itself where there are none."""
    found = expressions.raw(rule.each, values) if rule.each else None
    items = [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    if len(items) > MOST_LINES:
        raise Unfit("too_many_lines")
    return items or [{}]


def _columns(rule: EventRule, kind: FactType, values: Mapping[str, Any]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, expression in rule.columns.items():
        if getattr(kind, name, ""):
            read = expressions.number if name in ("amount", "quantity") else expressions.text
            columns[name] = read(expression, values)
    if kind.name in ("order", "credit") and not columns.get("ref"):
        raise Unfit("no_order_number")
    if any("@" in columns.get(name, "") for name in ("product", "ref") if columns.get(name)):
        raise Unfit("names_somebody")
    return columns


def _props(rule: EventRule, kind: FactType, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Those that are there and fit; a missing one that the type needs makes the event unfit."""
    for prop in kind.props:
        value = expressions.raw(rule.props[prop.name], values) if prop.name in rule.props else None
        if value is not None:
            value = _typed(prop.kind, value)
            if prop.written(value) is not None:
                yield prop.name, value
                continue
        if prop.needed:
            raise Unfit("prop_missing")


def _typed(kind: PropKind, value: Any) -> Any:
    """JSON knows no dates, and writes 12.0 where 12 is meant."""
    if kind is PropKind.DATE and isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    if kind is PropKind.WHOLE and isinstance(value, float) and abs(value) < 2**53:
        return round(value)
    if kind in (PropKind.CODE, PropKind.CHOICE) and isinstance(value, str):
        return value.strip().lower() if kind is PropKind.CHOICE else code(value, longest=40)
    return value


def page_code(message: Message) -> str:
    """A short name of a page: what it calls itself, else the beginning of its path, without what names anybody."""
    if message.shown:
        return code(message.shown)
    path = message.properties.get("path")
    if not isinstance(path, str):
        return message.kind
    parts = [part for part in path[:500].partition("?")[0].lower().split("/") if part]
    return "/" + "/".join("-" if ID.search(part) else code(part, longest=30) for part in parts[:SECTIONS])


def code(text: str, longest: int = LONGEST_CODE) -> str:
    """A word of letters, digits and dashes: "Report exported!" is report-exported. An address in it goes."""
    words = (word for word in text.lower().translate(UMLAUTS).split() if "@" not in word)
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words)).strip("-")[:longest] or "unnamed"
