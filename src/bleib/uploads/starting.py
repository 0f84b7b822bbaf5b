"""Asking the worker to try, import or undo; and how far it is with that."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from bleib.accounts.models import User
from bleib.audit.api import record
from bleib.customers.api import Undone
from bleib.customers.api import undo_import as undo_customers
from bleib.customers.models import CustomerImport
from bleib.history.models import Import
from bleib.history.preview import Going
from bleib.history.preview import preview_undo as preview_history
from bleib.uploads import findings
from bleib.uploads.models import State, Topic, Upload
from bleib.worker.api import Job, enqueue
from bleib.worker.api import State as JobState

ENDED = (JobState.DONE, JobState.CANCELLED)


def start_trying(upload: Upload, *, now: datetime) -> bool:
    """A dry run by the worker. False where a job is at the upload already."""
    with transaction.atomic():
        if not upload.move(State.OPEN, State.TRYING, begun_at=now):
            return False
        findings.forget(upload.folder)
        enqueue(task="try-upload", arguments={"upload": upload.pk}, key=upload.job_key, now=now)
    return True


def start_import(upload: Upload, *, by: User, now: datetime) -> bool:
    """The import itself. False where a job is at the upload already: who clicks twice imports once."""
    with transaction.atomic():
        if not upload.move(State.OPEN, State.IMPORTING, begun_at=now):
            return False
        record(actor=by, verb="import.started", subject=upload, now=now)
        enqueue(task="import-upload", arguments={"upload": upload.pk}, key=upload.job_key, now=now)
    return True


def stop(upload: Upload, *, now: datetime) -> bool:
    """Back to the columns. False where a worker is at it, which is not interrupted."""
    with transaction.atomic():
        job = job_of(upload.job_key)
        if job is not None and not job.cancel(now=now):
            return False
        return upload.move(State(upload.state), State.OPEN)


def start_undo(entry: Import | CustomerImport, *, by: User, now: datetime) -> bool:
    """Have an import taken back. False where that is on its way."""
    topic = topic_of(entry)
    with transaction.atomic():
        if job_of(undo_key(topic, entry.pk)) is not None:
            return False
        record(actor=by, verb="import.undo_started", subject=entry.label, number=str(entry.pk), now=now)
        arguments = {"topic": topic.value, "number": entry.pk, "by": by.pk}
        enqueue(task="undo-import", arguments=arguments, key=undo_key(topic, entry.pk), now=now)
    return True


def preview_undo(entry: Import | CustomerImport, *, now: datetime) -> Going | Undone:
    """What would go. Raises BleibError where it is undone, or somebody else is at it."""
    if isinstance(entry, Import):
        return preview_history(Path(settings.HOME), entry)
    return undo_customers(entry.pk, now=now, dry_run=True)


def topic_of(entry: Import | CustomerImport) -> Topic:
    return Topic.HISTORY if isinstance(entry, Import) else Topic.CUSTOMERS


def undo_key(topic: Topic, number: int) -> str:
    return f"undo {topic.value} {number}"


def job_of(key: str) -> Job | None:
    """The job that waits, runs, or failed for good; None where none is left to do."""
    return Job.objects.filter(key=key).exclude(state__in=ENDED).order_by("-pk").first()
