"""The rows about a person, table by table, by what each table declares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import quote_plus

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from bleib.kernel.personal import Mentioned, Via, Way
from bleib.privacy.declarations import Declared, personal_models
from bleib.privacy.people import Person

Rows = QuerySet[Model]


def about(person: Person) -> Iterator[tuple[Declared, Rows]]:
    """Every table that may know this person, except those that a store looks after."""
    for each in personal_models():
        if not each.personal.store and each.personal.ways(person.kind):
            yield each, rows(each, person)


def rows(each: Declared, person: Person) -> Rows:
    """The rows of one table."""
    every = each.model._base_manager
    found: Iterator[Rows] = (_along(each, way, person) for way in each.personal.ways(person.kind))
    return every.filter(reduce(or_, (Q(pk__in=some.values("pk")) for some in found)))


def _along(each: Declared, way: Way, person: Person) -> Rows:
    every = each.model._base_manager
    if isinstance(way, Mentioned):
        return _mentioning(each, person)
    if isinstance(way, Via):
        return every.filter(**{way.lookup: person.fill(way.value)})
    return every.filter(**{way: person.pk})


def _mentioning(each: Declared, person: Person) -> Rows:
    """Rows with one of the person's names in one of the declared fields: as it is, or as JSON or an address has it."""
    if not person.names:
        return each.model._base_manager.none()
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in each.personal.fields}
    said = {form for name in person.names for form in (name, json.dumps(name)[1:-1], quote_plus(name))}
    conditions: list[Any] = [Q(**{f"{text}__icontains": form}) for text in texts for form in said]
    return each.model._base_manager.annotate(**texts).filter(reduce(or_, conditions))
