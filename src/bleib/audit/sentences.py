"""An entry as a sentence in the reader's language. Nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.formats import localize
from django.utils.translation import gettext as _

from bleib.audit.models import Entry
from bleib.audit.values import told
from bleib.audit.verbs import template


def sentence(entry: Entry) -> str:
    """Who did what to whom. What was erased is said to be erased; a verb of an older version is shown as it is."""
    data = entry.data
    parts = _Parts({name: _shown(entry.model, name, value) for name, value in data.get("parameters", {}).items()})
    parts |= {"actor": _actor(entry), "subject": _subject(entry, data), "changes": changes(entry)}
    try:
        return template(entry.verb) % parts
    except LookupError:
        return f"{parts['actor']}: {entry.verb} {parts['subject']}"


def changes(entry: Entry) -> str:
    """The changed fields with before and after, in one line."""
    data = entry.data
    before, after = data.get("before", {}), data.get("after", {})
    if not (before or after):
        return _("(erased)") if entry.is_emptied else "–"
    return told_changes(entry.model, before=before, after=after)


def told_changes(model: str, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What differs in a thing of that `model` (app.model), in the active language: field: before → after, ..."""
    names = dict.fromkeys((*before, *after))
    return ", ".join(f"{_field(model, name)}: {_change(model, name, before=before, after=after)}" for name in names)


class _Parts(dict[str, str]):
    """Parameters by name; one that is gone was erased."""

    def __missing__(self, name: str) -> str:
        return _("(erased)")


def _actor(entry: Entry) -> str:
    return str(entry.actor) if entry.actor else entry.job


def _subject(entry: Entry, data: Mapping[str, Any]) -> str:
    """What the thing was called then; once erased, its kind and number."""
    if "subject" in data:
        return str(data["subject"])
    model = _model(entry.model)
    kind = model._meta.verbose_name if model else entry.model
    return f"{kind} {entry.object_pk}".strip()


def _field(model: str, name: str) -> str:
    declared = told(model, name)
    return str(declared.label if declared else getattr(_column(model, name), "verbose_name", name))


def _column(model: str, name: str) -> Any:
    """The field of that name, if there is one."""
    found = _model(model)
    try:
        return found and found._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _model(label: str) -> Any:
    try:
        return apps.get_model(label) if label else None
    except LookupError:
        return None


def _change(model: str, name: str, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    old, new = (_shown(model, name, side.get(name)) for side in (before, after))
    return new if name not in before else f"{old} → {new}"


def _shown(model: str, name: str, value: Any) -> str:
    """As people read it: of a choice its label."""
    declared = told(model, name)
    if declared and declared.say and value not in (None, "", [], {}):
        return declared.say(value)
    labels = dict(getattr(_column(model, name), "flatchoices", None) or ())
    if isinstance(value, str) and value in labels:
        return str(labels[value])
    return "–" if value in (None, "", [], {}) else str(localize(value))
