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
            for entry in audit.entries_about((person.kind, person.pk), person.names)
        ]

    def preview(self, person: Person) -> int:
        return len(audit.entries_about((person.kind, person.pk), person.names))

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:
        with transaction.atomic():
            for person in people:
                audit.empty((person.kind, person.pk), names=person.names, job=JOB, now=now)

    def let_go(self, *, now: datetime, dry_run: bool) -> int:
        return audit.empty_old(now=now, dry_run=dry_run)
