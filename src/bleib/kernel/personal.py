"""What a model says about the people it holds data of: every model declares it, or the build fails.

class Note(models.Model):
    personal = Personal(
        purpose=_("What colleagues should know about this customer"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id", "contact": "contact_id"},
        fields=("text",),
        explained={"colour": "one of six words"},
        retention=Retention(days=3 * 365, after="written_at"),
    )

class Tag(models.Model):
    personal = NotPersonal(_("words for groups of customers"))

A model whose rows *are* people says so by `about={"contact": "pk"}`. Reasons and purposes are shown in the reader's
language: mark them for translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

EVERYBODY = "*"  # in `about`: every kind of person


class Said(Protocol):
    """A text, or one that is looked up in the reader's language when it is shown."""

    def __str__(self) -> str: ...


class Basis(StrEnum):
    """Why the data may be held: Art. 6 (1) DSGVO."""

    CONSENT = "a"
    CONTRACT = "b"
    LAW = "c"
    INTEREST = "f"


class Erase(StrEnum):
    """What erasing a person does to the rows about them."""

    DELETE = "delete"  # the row goes
    BLANK = "blank"  # the row stays as part of the statistics, its personal fields are emptied
    KEEP = "keep"  # a law keeps it until its retention ends; the preview says which and until when
    LEAVE = "leave"  # the row is about somebody else and only points to the person's own row, which is emptied


@dataclass(frozen=True)
class Via:
    """Rows that know a person by something else than the primary key: `lookup` equals `value`.

    `value` is filled from the person's own row and may name `kind`: Via("customer", "{number}").
    """

    lookup: str
    value: str = "{pk}"


@dataclass(frozen=True)
class Mentioned:
    """Rows that may name a person in a text though no key leads to them, e.g. in that of an error.

    `fields` are the columns where that may be; none: all that the model declares.
    """

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class SingleWord:
    """Rows whose `field` may name a person by one word of their name, e.g. what a colleague typed into a search.

    Only words count that nobody else bears. `parameter`: the field is an address's query, and it is there.
    """

    field: str
    parameter: str = ""


Way = str | Via | Mentioned | SingleWord


@dataclass(frozen=True)
class Retention:
    """How long rows stay at most: the time after the field `after` (a date or an instant; null: not yet running).

    `law` names what demands that they are kept so long, e.g. "§ 147 AO"; its years begin when the calendar year is
    over (§ 147 (4) AO, § 257 (5) HGB). Without `law` the time is our own promise.
    """

    days: int = 0
    after: str = ""
    law: str = ""
    years: int = 0

    def ends(self, start: date) -> date:
        """The first day on which a row whose time began on `start` is let go."""
        begun = date(start.year + 1, 1, 1) if self.law else start
        return _years_later(begun, self.years) + timedelta(days=self.days)

    def latest_start(self, today: date) -> date:
        """Rows whose time began on this day or before are to be let go `today`."""
        if self.law:
            return date((today - timedelta(days=self.days)).year - self.years - 1, 12, 31)
        last = _years_later(today - timedelta(days=self.days), -self.years)
        return last if self.ends(last) <= today else last - timedelta(days=1)  # 29 February


def _years_later(day: date, years: int) -> date:
    """The same day of another year; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@dataclass(frozen=True)
class Personal:
    """A model with data about people.

    `about` maps a kind of person (`user`, `contact`, `customer`) to the lookup that finds the rows about one, or to
    several: ("contact_id", Mentioned()). `fields` are the columns that hold personal data; `secret` those among them
    that an export only names; `blank` what BLANK sets columns to, if not to nothing. `explained` says why a column that
    looks personal is not. `erase` may differ from kind to kind. `retention` None: as long as the person's own row.
    `in_passing` names texts in which a row about somebody else may name a person: only they are emptied then.
    `store` names the store that finds and erases the rows instead of a lookup.

    For models of people: `created` names the field with the instant the row was made, which tells a person from a
    later one with the same primary key; `same_as` the column that names the row this one was merged into.
    """

    purpose: Said
    basis: Basis
    about: Mapping[str, Way | tuple[Way, ...]]
    fields: tuple[str, ...]
    erase: Erase | Mapping[str, Erase] = Erase.DELETE
    retention: Retention | None = None
    explained: Mapping[str, str] = field(default_factory=dict)
    secret: tuple[str, ...] = ()
    store: str = ""
    created: str = ""
    same_as: str = ""
    blank: Mapping[str, object] = field(default_factory=dict)
    in_passing: tuple[str, ...] = ()

    def kinds(self) -> tuple[str, ...]:
        """The kinds of people whose own rows these are."""
        return tuple(kind for kind in self.about if "pk" in self.ways(kind))

    def ways(self, kind: str) -> tuple[Way, ...]:
        """How rows about a person of this kind are found: each of these; empty where there are none."""
        told = self.about.get(kind, self.about.get(EVERYBODY, ()))
        return told if isinstance(told, tuple) else (told,)

    def erased_for(self, kind: str) -> Erase:
        """What erasing a person of this kind does."""
        return self.erase if isinstance(self.erase, Erase) else self.erase.get(kind, Erase.DELETE)


@dataclass(frozen=True)
class NotPersonal:
    """A model without data about people, and why that is so."""

    reason: Said
    explained: Mapping[str, str] = field(default_factory=dict)
