"""The definition as the database holds it, and how another one is written there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bleib.audit.api import record
from bleib.rules.edits import Edit, EditKind, differences
from bleib.rules.texts import told
from bleib.segments.definition import Definition, SegmentText
from bleib.segments.models import Segment
from bleib.segments.understanding import ready_made_data

if TYPE_CHECKING:
    from bleib.accounts.models import User

JOB = "segments"


def stored_definition() -> Definition:
    """All segments, those switched off among them."""
    return Definition(tuple(_text(each) for each in Segment.objects.all()))


def edits(before: Definition, after: Definition) -> list[Edit]:
    """What has to be done to come from one to the other."""
    return list(differences("segment", _parts(before), _parts(after)))


@transaction.atomic
def write(definition: Definition, *, by: User | None, now: datetime) -> list[Edit]:
    """Make the database say this; returns what was done. Every edit is in the audit log. The same again does nothing.

    `by` None: a job, which leaves segments untouched by hand.
    """
    list(Segment.objects.select_for_update().values_list("pk"))  # who edits at the same time waits here
    done = edits(stored_definition(), definition)
    for edit in done:
        row = Segment.objects.filter(key=edit.key).first() or _new(edit.key)
        if edit.kind is not EditKind.REMOVED:
            _keep(row, definition, by=by, now=now)
        verb = f"segment.{edit.kind}"
        record(actor=by, job=JOB, verb=verb, subject=row, before=dict(edit.before), after=dict(edit.after), now=now)
        if edit.kind is EditKind.REMOVED:
            row.delete()
    return done


def ready_made_keys() -> frozenset[str]:
    return frozenset(each["key"] for each in ready_made_data()["list"])


def _new(key: str) -> Segment:
    return Segment(key=key, ready_made=key in ready_made_keys())


def _keep(row: Segment, definition: Definition, *, by: User | None, now: datetime) -> None:
    place, text = next((n, each) for n, each in enumerate(definition.segments) if each.key == row.key)
    row.name_de, row.name_en = text.name.get("de", ""), text.name.get("en", "")
    row.subject, row.condition, row.position = text.subject, dict(text.when), place
    row.retired_at = None if text.active else row.retired_at or now
    if by is not None:
        row.edited_at, row.edited_by = now, by
    row.save()


def _parts(definition: Definition) -> dict[str, dict[str, Any]]:
    return {each.key: {**each.to_json(), "place": n} for n, each in enumerate(definition.segments)}


def _text(row: Segment) -> SegmentText:
    names = told({"de": row.name_de, "en": row.name_en})
    return SegmentText(row.key, row.condition, names, row.subject, row.is_active)
