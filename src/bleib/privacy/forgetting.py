"""What erasing does to the tables: everything about some people, in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet, RestrictedError

from bleib.kernel.personal import Erase, Retention
from bleib.privacy import rows
from bleib.privacy.declarations import Declared
from bleib.privacy.emptying import empty_values
from bleib.privacy.in_passing import named_in_passing
from bleib.privacy.models import Erasure, Restriction
from bleib.privacy.people import Person

BATCH = 2_000
Counts = dict[str, dict[str, int]]


def forget(people: Sequence[Person], *, erasure: Erasure) -> Counts:
    """Delete, empty or restrict all rows about these people; returns table -> action -> rows.

    Found first, then changed: emptying one table must not hide the way to another.
    """
    found = rows_about(people)
    counts: Counts = defaultdict(lambda: defaultdict(int))
    for each, action, pks in found:
        if action is Erase.BLANK:
            counts[each.label][action] += empty(each, pks)
        elif action is Erase.KEEP:
            counts[each.label][action] += restrict(each, pks, erasure=erasure)
    for each, column, named in named_in_passing(people):
        if number := named.update(**{column: ""}):
            counts[each.label][Erase.BLANK] += number
    for label, number in _delete_all([(each, pks) for each, action, pks in found if action is Erase.DELETE]):
        counts[label][Erase.DELETE] += number
    return {table: dict(actions) for table, actions in counts.items()}


def rows_about(people: Sequence[Person]) -> list[tuple[Declared, Erase, list[Any]]]:
    """Table, what is to be done, primary keys; only where there is something to do."""
    found: dict[tuple[str, Erase], tuple[Declared, set[Any]]] = {}
    for person in people:
        for each, about in rows.about(person):
            pks = set(about.values_list("pk", flat=True))
            _each, known = found.setdefault((each.label, each.personal.erased_for(person.kind)), (each, set()))
            known |= pks
    return [
        (each, action, sorted(pks)) for (_, action), (each, pks) in found.items() if pks and action is not Erase.LEAVE
    ]


def empty(each: Declared, pks: Sequence[Any]) -> int:
    """Empty the declared fields; returns how many rows."""
    values = empty_values(each.model, each.personal)
    return sum(_chunk(each, chunk).update(**values) for chunk in _chunks(pks)) if values else 0


def restrict(each: Declared, pks: Sequence[Any], *, erasure: Erasure) -> int:
    """Hide the rows until their law's time is over."""
    retention = kept(each)
    restricted = [
        Restriction(model=each.label, row=pk, erasure=erasure, law=retention.law, until=ends(retention, start))
        for chunk in _chunks(pks)
        for pk, start in _chunk(each, chunk).values_list("pk", retention.after)
    ]
    Restriction.objects.bulk_create(restricted, ignore_conflicts=True)
    return len(restricted)


def kept(each: Declared) -> Retention:
    """How long a law keeps the rows of a table; the check has seen to it that it says so."""
    if each.personal.retention is None:
        raise AssertionError(f"{each.label} is kept, but does not say how long.")
    return each.personal.retention


def ends(retention: Retention, start: date | datetime | None) -> date | None:
    """The first day on which a row is let go; None: its time has not begun."""
    if start is None:
        return None
    return retention.ends(start.date() if isinstance(start, datetime) else start)


def _delete_all(tables: Sequence[tuple[Declared, list[Any]]]) -> Iterator[tuple[str, int]]:
    """Delete in an order that foreign keys allow: what another row still needs waits for the next round."""
    while tables:
        gone = {each.label: number for each, pks in tables if (number := _delete(each, pks)) is not None}
        if not gone:
            raise ProtectedError(f"Rows of {', '.join(each.label for each, _ in tables)} hold each other.", set())
        yield from gone.items()
        tables = [(each, pks) for each, pks in tables if each.label not in gone]


def _delete(each: Declared, pks: Sequence[Any]) -> int | None:
    """How many rows went; None where others still need them."""
    try:
        with transaction.atomic():
            before = sum(_chunk(each, chunk).count() for chunk in _chunks(pks))
            for chunk in _chunks(pks):
                _chunk(each, chunk).delete()
    except (ProtectedError, RestrictedError):
        return None
    return before


def _chunk(each: Declared, pks: Sequence[Any]) -> QuerySet[Model]:
    return each.model._base_manager.filter(pk__in=pks)


def _chunks(pks: Sequence[Any]) -> Iterator[list[Any]]:
    rest = iter(pks)
    while chunk := list(islice(rest, BATCH)):
        yield chunk
