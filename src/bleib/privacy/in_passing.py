"""Rows about somebody else that name a person in passing, e.g. as who recommended us: that one text is emptied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Model, QuerySet

from bleib.audit.api import saying
from bleib.privacy.declarations import Declared, personal_models
from bleib.privacy.people import Person


def named_in_passing(people: Sequence[Person]) -> Iterator[tuple[Declared, str, QuerySet[Model]]]:
    """Table, column and the rows that name one of the people there."""
    names = list(dict.fromkeys(name for person in people for name in person.names))
    for each in personal_models():
        for column in each.personal.in_passing:
            yield each, column, each.model._base_manager.filter(saying(column, names))
