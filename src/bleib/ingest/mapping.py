"""An event and its rule become facts."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from bleib.history.api import NewFact
from bleib.history.fact_types import FactType
from bleib.history.parcel import Line
from bleib.history.props import PropKind
from bleib.ingest import expressions
from bleib.ingest.faults import NO_FACT, Unfit
from bleib.ingest.message import Message
from bleib.ingest.models import EventRule
from bleib.kernel.errors import UsageError

MOST_LINES = 200  # facts of one event
LONGEST_CODE = 60
LONGEST_KEY = 190  # a fact's key has at most 200 characters
ID = re.compile(r"@|\d{4,}|^[0-9a-f-]{16,}$")  # a part of a path by which somebody could be found
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
SECTIONS = 3  # of a page's path
ONLY_NAME = {"product": "name"}


class Told(NamedTuple):
    """What a fact of an event says: as the event says it, and checked."""

    said: Mapping[str, Any]  # arguments of NewFact
    line: Line


class Meaning:
    """A rule, ready to read many events. What was said before is not looked at again."""

    def __init__(self, rule: EventRule, *, currency: str) -> None:
        self.rule, self._currency = rule, currency
        self._kind = rule.fact_type
        self._by_name_alone = rule.columns == ONLY_NAME and not rule.each and not rule.props
        self._read: dict[Hashable, list[Told]] = {}
        self._checked: dict[Hashable, Told] = {}

    def told(self, message: Message) -> Sequence[Told]:
        """What each of its facts says, without whose it is and when it was; nothing where it is left out. Raises Unfit.

        Amounts are in the installation's currency, or the event says which and is unfit.
        """
        if self._kind is None:
            return []
        name = _name(message)
        if not self._by_name_alone:
            return list(self._all(message, self._kind, code_of(*name)))
        found = self._read.get(name)
        if found is None:
            found = self._read[name] = list(self._all(message, self._kind, code_of(*name)))
        return found

    def _all(self, message: Message, kind: FactType, name: str) -> Iterator[Told]:
        told = message.properties.get("currency")
        if "amount" in self.rule.columns and isinstance(told, str) and told.upper() != self._currency:
            raise Unfit("other_currency")
        values = {
            "properties": message.properties,
            "context": message.context,
            "traits": message.traits,
            "name": name,
            "item": {},
        }
        for item in _items(self.rule, values):
            values["item"] = item
            yield self._one(message, _columns(self.rule, kind, values), dict(_props(self.rule, kind, values)))

    def _one(self, message: Message, columns: dict[str, Any], props: dict[str, Any]) -> Told:
        """Checked against the registry once for all events that say the same."""
        key = (*columns.items(), *((name, str(value)) for name, value in props.items()))
        found = self._checked.get(key)
        if found is None:
            said = {"type": self.rule.type, **columns, "props": props}
            try:
                line = Line.of(NewFact(customer="unknown", occurred_at=message.at, key="checked", **said))
            except UsageError:
                raise Unfit(NO_FACT) from None
            found = self._checked[key] = Told(said, line)
        return found


def key_of(message: Message, line: int | None) -> str:
    """By which a fact of the message is known: the message's own, with the line where there are several."""
    key = message.key if len(message.key) <= LONGEST_KEY else message.digest.hex()
    return key if line is None else f"{key}#{line}"


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


def _name(message: Message) -> tuple[str, str | None, str]:
    """What the short name of the event is made of."""
    if message.name:
        return message.name, None, ""
    path = message.properties.get("path")
    return message.shown, path[:500] if isinstance(path, str) else None, message.kind


def code_of(name: str, path: str | None, kind: str) -> str:
    """A short name: what it calls itself, else the beginning of its path, without what names anybody."""
    if name or path is None:
        return code(name) if name else kind
    parts = [part for part in path.partition("?")[0].lower().split("/") if part]
    return "/" + "/".join("-" if ID.search(part) else code(part, longest=30) for part in parts[:SECTIONS])


def code(text: str, longest: int = LONGEST_CODE) -> str:
    """A word of letters, digits and dashes: "Report exported!" is report-exported. An address in it goes."""
    words = (word for word in text.lower().translate(UMLAUTS).split() if "@" not in word)
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words)).strip("-")[:longest] or "unnamed"
