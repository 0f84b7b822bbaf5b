"""The words that rules may use: fields of customers with their kind, unit and both names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

# Sources whose rows the caller gives, see `engine.give`; every other one is a group of features.
ATTRIBUTES = "attributes"
OUTLOOK = "outlook"
GIVEN = (ATTRIBUTES, OUTLOOK)


class Kind(StrEnum):
    """What a field's values are; it says which comparisons there are."""

    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"
    NUMBER = "number"
    MONEY = "money"
    SHARE = "share"
    DAYS = "days"
    DATE = "date"
    FLAG = "flag"


class Moves(StrEnum):
    """How a value changes although nothing happens.

    STILL: not at all. WITH_DAY: it is the number of days since its date. TOWARDS_DAY: until its date. FALLING: it
    counts what was within some days, which only become fewer. DAILY: it may be any other one tomorrow.
    """

    STILL = "still"
    WITH_DAY = "with the day"
    TOWARDS_DAY = "towards a day"
    FALLING = "falling"
    DAILY = "daily"


@dataclass(frozen=True)
class Nouns:
    """What is counted: in English one and many; in German one, many, none and maybe the last one."""

    en: tuple[str, ...]
    de: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One value of a choice or a list, and what people call it."""

    value: str
    label_en: str = ""
    label_de: str = ""

    def label(self, lang: str) -> str:
        return (self.label_de if lang == "de" else self.label_en) or self.value


@dataclass(frozen=True)
class Field:
    """Something known about a customer: the column `column` of `source`, a table with one row per customer.

    `date` is the column with the day that the value counts from (or towards), see Moves. `since` is the column with
    the day from which the value has been what it is; for a count only from which it has been one or more
    (`counts`). Without it a value of the state has always been what it is, and of another it is not known.
    `per` is a column with a number of days: the value is how many of those have passed since its date.
    `quiet` is a date column and a number of days after it from which a DAILY value stands still; `until` the column
    with the first day on which the value is gone or another one, as far as that is agreed already.
    `of_*` is what a date, or the date that is counted from, is called in a sentence ("last order"); `nouns` what a
    count counts.
    """

    name: str
    source: str
    column: str
    kind: Kind
    label_en: str
    label_de: str
    unit: str = ""
    since: str | None = None
    choices: tuple[Choice, ...] = ()
    moves: Moves = Moves.STILL
    date: str | None = None
    counts: bool = False
    quiet: tuple[str, int] | None = None
    until: str | None = None
    per: str | None = None
    of_en: str = ""
    of_de: str = ""
    nouns: Nouns | None = None

    def label(self, lang: str) -> str:
        return self.label_de if lang == "de" else self.label_en

    def choice(self, value: str) -> Choice | None:
        return next((each for each in self.choices if each.value == value), None)


@dataclass(frozen=True)
class Vocabulary:
    """The fields by name, and whom rules are about. Facts are the registry's: every vocabulary has them."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    subject: str = "customer"

    @classmethod
    def of(cls, fields: Iterable[Field], *, subject: str = "customer") -> Vocabulary:
        """A vocabulary of these fields. ValueError where two have one name."""
        found: dict[str, Field] = {}
        for each in fields:
            if each.name in found:
                raise ValueError(f"Two fields are called {each.name}.")
            found[each.name] = each
        return cls(MappingProxyType(found), subject)

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    def with_choices(self, **choices: Iterable[Choice]) -> Vocabulary:
        """The same words, with the values that these fields may have in this installation."""
        changed = {name: replace(self.fields[name], choices=tuple(given)) for name, given in choices.items()}
        return Vocabulary(MappingProxyType({**self.fields, **changed}), self.subject)
