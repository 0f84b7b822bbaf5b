"""Django's checks, which tests and every start of a command run: nobody's data is held without a word about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.core import checks
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models import CASCADE, PROTECT, RESTRICT, Model

from bleib.kernel.personal import EVERYBODY, Erase, Mentioned, NotPersonal, Personal, SingleWord, Via, Way
from bleib.privacy import declarations
from bleib.privacy.declarations import Declared
from bleib.privacy.emptying import can_be_emptied
from bleib.privacy.stores import registered

# Columns that hold people's data whatever a model says about itself.
TELLING = re.compile(r"mail|phone|first_?name|last_?name|surname|birth|street|address|user_agent|(^|_)ip($|_)")
TELLING_TYPES = (models.EmailField, models.GenericIPAddressField, models.FileField)
FREE_TYPES = (models.TextField, models.JSONField)
CODE_LENGTH = 16  # a shorter text without a telling name is a code

Told = Personal | NotPersonal


def register() -> None:
    checks.register(check, "privacy")


def check(app_configs: Any = None, **_: Any) -> list[checks.CheckMessage]:
    """Every fault in what the models say."""
    wanted = None if app_configs is None else {config.label for config in app_configs}
    found = [model for model in declarations.models() if wanted is None or model._meta.app_label in wanted]
    return [fault for model in found for fault in of_model(model, declarations.declaration(model))]


def of_model(model: type[Model], told: Told | None) -> list[checks.CheckMessage]:
    if told is None:
        return [_error(model, 1, "declares nothing about people: set `personal` (kernel/personal.py).")]
    faults = [*_silent(model, told), *_unknown_names(model, told)]
    if faults or isinstance(told, NotPersonal):
        return faults
    each = Declared(model, told)
    return [*_ways(each), *_ends(each), *_times(each), *_ties(each)]


def _error(model: type[Model], number: int, said: str) -> checks.CheckMessage:
    return checks.Error(f"{model._meta.label_lower} {said}", obj=model, id=f"privacy.E{number:03}")


def _silent(model: type[Model], told: Told) -> Iterator[checks.CheckMessage]:
    """Columns that look personal and are neither declared nor explained."""
    named = {*told.explained, *((*told.fields, *told.in_passing) if isinstance(told, Personal) else ())}
    for field in model._meta.concrete_fields:
        looks = _tells(field) or (_is_free(field) if isinstance(told, Personal) else isinstance(field, FREE_TYPES))
        if looks and field.name not in named:
            yield _error(model, 2, f"says nothing about {field.name}: name it in `fields`, or explain it.")


def _tells(field: Any) -> bool:
    if isinstance(field, models.BooleanField | models.ForeignKey) or field.choices:
        return False
    return isinstance(field, TELLING_TYPES) or TELLING.search(field.name) is not None


def _is_free(field: Any) -> bool:
    if isinstance(field, models.CharField):
        return not field.choices and (field.max_length or CODE_LENGTH + 1) > CODE_LENGTH
    return isinstance(field, FREE_TYPES)


def _unknown_names(model: type[Model], told: Told) -> Iterator[checks.CheckMessage]:
    known = {field.name for field in model._meta.get_fields()}
    said = [*told.explained]
    if isinstance(told, Personal):
        said += [*told.fields, *told.secret, *told.blank, *told.in_passing, *filter(None, [told.created, told.same_as])]
    for name in said:
        if name not in known:
            yield _error(model, 3, f"speaks of {name}, which it does not have.")


def _ways(each: Declared) -> Iterator[checks.CheckMessage]:
    """The lookups lead somewhere; a store is there."""
    if each.personal.store:
        if each.personal.store not in {store.name for store in registered()}:
            yield _error(
                each.model, 4, f"leaves its rows to the store {each.personal.store!r}, which nobody registers."
            )
        return
    if not each.personal.about:
        yield _error(each.model, 5, "is about nobody: say in `about` how its rows are found.")
    for kind in each.personal.about:
        if kind not in (EVERYBODY, *declarations.kinds()):
            yield _error(each.model, 5, f"is about a {kind}, which is no kind of person.")
        elif lost := [way for way in each.personal.ways(kind) if not _leads(each, kind, way)]:
            yield _error(each.model, 5, f"is about a {kind}, but {lost[0]} leads nowhere.")
    if each.personal.kinds() and not each.personal.created:
        yield _error(each.model, 6, "holds people, but names no field in `created`.")


def _leads(each: Declared, kind: str, leads: Way) -> bool:
    if isinstance(leads, Mentioned):
        return bool(each.personal.fields) and set(leads.fields) <= {field.name for field in each.model._meta.fields}
    if isinstance(leads, SingleWord):
        return leads.field in each.personal.fields
    lookup = leads.lookup if isinstance(leads, Via) else leads
    try:
        each.model._base_manager.filter(**{lookup: 0})
        if isinstance(leads, Via) and kind != EVERYBODY:
            person = declarations.kinds()[kind].model
            known = {field.attname: "" for field in person._meta.concrete_fields}
            leads.value.format(**{**known, "kind": kind, "pk": 0})
    except (FieldError, KeyError, ValueError):
        return False
    return True


def _ends(each: Declared) -> Iterator[checks.CheckMessage]:
    """Whatever is to be emptied can be; whatever is kept has a law and a time."""
    ways = _erasures(each.personal)
    if Erase.BLANK in ways:
        for name in each.personal.fields:
            if not can_be_emptied(each.field(name), each.personal):
                yield _error(each.model, 7, f"cannot empty {name}: allow null, or say in `blank` what it becomes.")
    retention = each.personal.retention
    if Erase.KEEP in ways and (retention is None or not retention.law or not (retention.years or retention.days)):
        yield _error(each.model, 8, "is kept by law, but `retention` names no law or no time.")


def _erasures(personal: Personal) -> set[Erase]:
    return {personal.erase} if isinstance(personal.erase, Erase) else set(personal.erase.values())


def _times(each: Declared) -> Iterator[checks.CheckMessage]:
    if each.personal.retention is None:
        return
    try:
        end = _last_field(each.model, each.personal.retention.after)
    except FieldDoesNotExist:
        end = None
    if not isinstance(end, models.DateField):
        yield _error(each.model, 9, f"counts its time after {each.personal.retention.after!r}, which is no date.")


def _last_field(model: Any, path: str) -> Any:
    field = None
    for step in path.split("__"):
        field = model._meta.get_field(step)
        model = field.related_model
    return field


def _ties(each: Declared) -> Iterator[checks.CheckMessage]:
    """A row that goes takes along only what may go, and is held by nothing that stays."""
    going = _goes_for(each)
    for relation in _pointing_at(each.model) if going else ():
        held, way = relation.related_model, getattr(relation, "on_delete", None)
        told = declarations.declaration(held)
        stays = _stays_for(told, going)
        if way is CASCADE and isinstance(told, Personal) and stays:
            yield _error(
                held, 10, f"is to stay for {', '.join(stays)}, but goes with {each.label} ({relation.field.name})."
            )
        elif way in (PROTECT, RESTRICT) and (stays or isinstance(told, NotPersonal)):
            yield _error(held, 11, f"stays, but keeps {each.label} from going ({relation.field.name}).")


def _pointing_at(model: type[Model]) -> list[Any]:
    """Foreign keys of other tables, those without a name back included."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and not field.many_to_many]


def _goes_for(each: Declared) -> list[str]:
    """The kinds of people whose erasure deletes rows of this table."""
    return [kind for kind in _known(each.personal) if each.personal.erased_for(kind) is Erase.DELETE]


def _stays_for(told: Told | None, kinds: Sequence[str]) -> list[str]:
    if not isinstance(told, Personal):
        return []
    stays = (Erase.KEEP, Erase.BLANK)
    return [kind for kind in kinds if told.ways(kind) and told.erased_for(kind) in stays]


def _known(personal: Personal) -> list[str]:
    return [kind for kind in declarations.kinds() if personal.ways(kind) and not personal.store]
