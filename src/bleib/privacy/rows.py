"""The rows about a person, table by table, by what each table declares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from bleib.kernel.personal import Mentioned, Via
from bleib.privacy.declarations import Declared, personal_models
from bleib.privacy.people import Person

Rows = QuerySet[Model]


def about(person: Person) -> Iterator[tuple[Declared, Rows]]:
    """Every table that may know this person, except those that a store looks after."""
    for each in personal_models():
        if not each.personal.store and each.personal.leads_from(person.kind) is not None:
            yield each, rows(each, person)


def rows(each: Declared, person: Person) -> Rows:
    """The rows of one table."""
    found = each.model._base_manager.all()
    leads = each.personal.leads_from(person.kind)
    if isinstance(leads, Mentioned):
        return _mentioning(each, found, person)
    if isinstance(leads, Via):
        return found.filter(**{leads.lookup: person.fill(leads.value)})
    return found.filter(**{str(leads): person.pk})


def _mentioning(each: Declared, found: Rows, person: Person) -> Rows:
    """Rows with one of the person's names in one of the declared fields, as text or as JSON writes it."""
    if not person.names:
        return found.none()
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in each.personal.fields}
    said = {form for name in person.names for form in (name, json.dumps(name)[1:-1])}
    conditions: list[Any] = [Q(**{f"{text}__icontains": form}) for text in texts for form in said]
    pks = found.annotate(**texts).filter(reduce(or_, conditions)).values("pk")
    return each.model._base_manager.filter(pk__in=pks)
