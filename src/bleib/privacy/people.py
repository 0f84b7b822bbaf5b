"""A person as Bleib knows them: everything that is needed to find what is held, also when the row is empty already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model

from bleib.kernel.errors import BleibError
from bleib.kernel.personal import Erase
from bleib.privacy.declarations import Declared, kinds
from bleib.privacy.emptying import pseudonym

# Columns by whose values texts name somebody; a city or a language names nobody.
NAMING = re.compile(r"mail|phone|name$|^number$|^street$|vat_id")
SHORTEST = 5  # characters; "Anna" or "4711" alone may be anybody
PART = re.compile(r"[^\W\d_]{3,}")  # of a name: letters, no initials
UNMISTAKABLE = re.compile(r"@|\S\s+\S|(\d\D*){6}")


@dataclass(frozen=True)
class Person:
    """`values` are the columns of the person's own row, as text, from before it was emptied."""

    kind: str
    pk: int
    values: Mapping[str, str]
    called: str

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def created(self) -> str:
        """The instant the row was made: what tells this person from a later one with the same number."""
        return self.values.get(declared(self.kind).personal.created, "")

    @property
    def pseudonym(self) -> str:
        """What unique texts of this person become."""
        return pseudonym(self.pk)

    def fill(self, template: str) -> str:
        """A template of `Via` with this person's values."""
        return template.format(**{**self.values, "kind": self.kind, "pk": self.pk})

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Texts that may mean this person, surnames included: enough to throw a line of a reject file away."""
        known = [value for name, value in self.values.items() if NAMING.search(name)]
        found = (text.strip() for text in (self.called, *known))
        return tuple(dict.fromkeys(text for text in found if len(text) >= SHORTEST and text != self.pseudonym))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Those of the words that mean nobody else: addresses, long numbers, names of several words."""
        return tuple(word for word in self.words if UNMISTAKABLE.search(word))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The single words of their names; who else bears one is another question."""
        known = [value for name, value in self.values.items() if name.endswith("name")]
        found = (part for text in (self.called, *known) if text != self.pseudonym for part in PART.findall(text))
        return tuple(dict.fromkeys(found))


def find(kind: str, pk: int) -> Person:
    """Raises BleibError where there is no such kind, or nobody of that number."""
    row = declared(kind).model._base_manager.filter(pk=pk).first()
    if row is None:
        raise BleibError(f"There is no {kind} with the number {pk}.")
    return of_row(kind, row)


def declared(kind: str) -> Declared:
    """The model of a kind of people. Raises BleibError for an unknown kind."""
    known = kinds()
    if kind not in known:
        raise BleibError(f"{kind!r} is no kind of person. There are: {', '.join(sorted(known))}.")
    return known[kind]


def of_row(kind: str, row: Model) -> Person:
    secret = declared(kind).personal.secret
    columns = ((field.attname, getattr(row, field.attname)) for field in row._meta.concrete_fields)
    values = {name: str(value) for name, value in columns if value not in (None, "") and name not in secret}
    return Person(kind=kind, pk=row.pk, values=values, called=str(row))


def with_those_who_go_along(person: Person) -> list[Person]:
    """The people who are erased with this one, and this one last: a customer takes its contacts, and its other rows."""
    same = list(_merged_into(person))
    return [each for row in (*same, person) for each in (*_along(row), row)]


def _merged_into(person: Person) -> Iterator[Person]:
    """Rows that were found to be the same person."""
    column = declared(person.kind).personal.same_as
    for row in declared(person.kind).model._base_manager.filter(**{column: person.pk}) if column else ():
        other = of_row(person.kind, row)
        yield from _merged_into(other)
        yield other


def _along(person: Person) -> Iterator[Person]:
    for kind, each in kinds().items():
        lookups = [way for way in each.personal.ways(person.kind) if isinstance(way, str) and way != "pk"]
        if each.personal.erased_for(person.kind) is not Erase.LEAVE:
            for lookup in lookups:
                yield from (of_row(kind, row) for row in each.model._base_manager.filter(**{lookup: person.pk}))


def snapshot(person: Person) -> dict[str, Any]:
    """As JSON, for the time between emptying the row and reaching every store."""
    return {"kind": person.kind, "pk": person.pk, "values": dict(person.values), "called": person.called}
