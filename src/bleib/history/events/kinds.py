"""Kinds of files about things that are no orders: what their columns say, and which facts one of their rows tells.

A further kind is one more entry in `registry`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bleib.history.sources.keys import Key
from bleib.history.sources.keys import Kind as Looks


class Form(StrEnum):
    """What a column's values become. A code is a text folded to one word; a choice is one of a few such words."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    INSTANT = "instant"
    FLAG = "yes or no"
    CODE = "code"
    CHOICE = "choice"


LOOKS = {Form.NUMBER: Looks.NUMBER, Form.WHOLE: Looks.NUMBER, Form.INSTANT: Looks.INSTANT}


@dataclass(frozen=True)
class EventKey:
    """One thing a row can say. `words` are headings as `keys.plain` spells them, best first.

    `choices` maps words in the column to the prop's value. `needed`: a row without it is rejected. `later`: an instant
    that may lie in the future. `low`, `high`: which numbers make sense. `others`: a choice may be another word, too.
    """

    name: str
    form: Form
    label_de: str
    label_en: str
    words: tuple[str, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    later: bool = False
    low: int | None = None
    high: int | None = None
    others: bool = False

    @property
    def heading(self) -> Key:
        """The key as the recognition of headings knows it."""
        return Key(self.name, LOOKS.get(self.form, Looks.TEXT), self.label_de, self.label_en, self.words)


@dataclass(frozen=True)
class Tells:
    """A fact that a row tells. Everything but `type` and `at` is SQL over a row, see `rows`.

    `at`: the key of its instant. `when`: whether the row tells it. `number`: what the source calls it; where that is
    null, the fact is known by what it says. `ref` groups facts that belong together. A row that has a number and does
    not tell a fact that `may_vanish` says that there is none any more.
    """

    type: str
    at: str
    when: str = "true"
    number: str = "NULL"
    ref: str = "NULL"
    amount: str = "NULL"
    quantity: str = "NULL"
    product: str = "NULL"
    props: Mapping[str, str] = field(default_factory=dict)
    may_vanish: bool = False


@dataclass(frozen=True)
class EventKind:
    """One kind of file. `signs` are headings that no other kind has; `either` are keys of which one is needed.

    `checks` are further verdicts on a row: an SQL condition, a code of `sources.reasons`, and the key it is about.
    `also` are further columns of sound rows as SQL over them; `$zone` is the time zone, `$now` the instant of reading.
    """

    name: str
    label_de: str
    label_en: str
    keys: tuple[EventKey, ...]
    tells: tuple[Tells, ...]
    signs: tuple[str, ...]
    either: tuple[tuple[str, ...], ...] = ()
    checks: tuple[tuple[str, str, str], ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)
    anonymous: bool = False

    def key(self, name: str) -> EventKey | None:
        return next((each for each in self.keys if each.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys)
