"""The rows about a person, table by table, by what each table declares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from django.db.models import JSONField, Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from bleib.audit.api import saying
from bleib.kernel.naming import in_parameter
from bleib.kernel.personal import Mentioned, SingleWord, Via, Way
from bleib.privacy.bearers import borne_by_others
from bleib.privacy.declarations import Declared, personal_models
from bleib.privacy.emptying import TextLike
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
        return _mentioning(each, way, person)
    if isinstance(way, SingleWord):
        return _by_a_word(each, way, person)
    if isinstance(way, Via):
        return every.filter(**{way.lookup: person.fill(way.value)})
    return every.filter(**{way: person.pk})


def _mentioning(each: Declared, way: Mentioned, person: Person) -> Rows:
    """Rows with one of the person's names in one of the fields."""
    if not person.names:
        return each.model._base_manager.none()
    columns = [
        name for name in way.fields or each.personal.fields if isinstance(each.field(name), (*TextLike, JSONField))
    ]
    return _saying(each, columns, person.names)


def _by_a_word(each: Declared, way: SingleWord, person: Person) -> Rows:
    """Rows with a word of the person's name. Whether others bear it is looked up for the few words that are found."""
    after = in_parameter(way.parameter) if way.parameter else ""
    found = ((word, _saying(each, [way.field], [word], after=after)) for word in person.parts)
    told = [rows for word, rows in found if rows.exists() and not borne_by_others(word, person)]
    return reduce(or_, told, each.model._base_manager.none())


def _saying(each: Declared, columns: Sequence[str], names: Sequence[str], *, after: str = "") -> Rows:
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in columns}
    said = (saying(text, names, after=after) for text in texts)
    return each.model._base_manager.annotate(**texts).filter(reduce(or_, said))
