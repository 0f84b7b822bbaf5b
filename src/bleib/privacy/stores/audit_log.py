"""The audit log: an entry about an erased person, or one that names them, is emptied and stays in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bleib.audit import api as audit
from bleib.audit.models.entry import STORE
from bleib.kernel.personal import Erase
from bleib.privacy.bearers import borne_by_others
from bleib.privacy.people import Person

JOB = "erasure"


class AuditLog:
    """Lies in the database, so erasing asks it in its own transaction, too."""

    name = STORE
    label = _("Audit log")
    ends = Erase.BLANK
    kept = _("3 years; what was done stays, without names")

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:
        return [
            {"at": entry.at.isoformat(), "says": audit.sentence(entry), "details": entry.data}
            for entry in _entries(person)
        ]

    def preview(self, person: Person) -> int:
        return len(_entries(person))

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:
        with transaction.atomic():
            for person in people:
                audit.empty((person.kind, person.pk), names=person.names, words=_looked_for(person), job=JOB, now=now)

    def let_go(self, *, now: datetime, dry_run: bool) -> int:
        return audit.empty_old(now=now, dry_run=dry_run)


def _entries(person: Person) -> list[audit.Entry]:
    return audit.entries_about((person.kind, person.pk), person.names, _looked_for(person))


def _looked_for(person: Person) -> list[str]:
    """Words of the name by which a colleague looked for this person, and nobody else."""
    return [word for word in person.parts if audit.was_looked_for(word) and not borne_by_others(word, person)]
