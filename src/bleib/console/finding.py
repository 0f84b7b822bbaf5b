"""Finding people by what somebody who asks about their data says: a name, an address, a number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db import models

from bleib.kernel.errors import BleibError
from bleib.kernel.personal import Said
from bleib.privacy.declarations import Declared, kinds

MOST = 20  # of one kind; who finds more says more
SHORTEST = 2
LONGEST = 200


@dataclass(frozen=True)
class Found:
    """Somebody of a kind, and what they are called."""

    kind: str
    label: Said
    pk: int
    called: str


def find_people(words: str) -> list[Found]:
    """People of every kind one of whose own personal texts holds `words`; none where nobody can be called so."""
    if not SHORTEST <= len(words) <= LONGEST or "\0" in words:
        return []
    return [person for kind, each in sorted(kinds().items()) for person in _of_kind(kind, each, words)]


def describe(kind: str, pk: int) -> Found:
    """The person with this number. Raises BleibError where there is none, or no such kind."""
    each = kinds().get(kind)
    row = each.model._base_manager.filter(pk=pk).first() if each else None
    if each is None or row is None:
        raise BleibError(f"There is no {kind} with the number {pk}.")
    return _found(kind, each, row)


def _found(kind: str, each: Declared, row: models.Model) -> Found:
    return Found(kind=kind, label=each.model._meta.verbose_name or kind, pk=row.pk, called=str(row))


def _of_kind(kind: str, each: Declared, words: str) -> Iterator[Found]:
    texts = [name for name in each.personal.fields if name not in each.personal.secret and _is_text(each, name)]
    if not texts:
        return
    named = reduce(or_, (models.Q(**{f"{name}__icontains": words}) for name in texts))
    for row in each.model._base_manager.filter(named).order_by("pk")[:MOST]:
        yield _found(kind, each, row)


def _is_text(each: Declared, name: str) -> bool:
    return isinstance(each.field(name), models.CharField | models.TextField)
