"""Importing what a run fetched, and noting what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bleib.customers.models import CustomerImport
from bleib.history.models import Import
from bleib.kernel.crash import point
from bleib.kernel.errors import BleibError
from bleib.pulls.folder import put_away
from bleib.pulls.models import Kind, Pull, PulledFile, Run
from bleib.pulls.places import FolderPlace
from bleib.uploads.api import State, Topic, Upload, discard, findings, import_upload


def complete(run: Run, *, now: datetime) -> bool:
    """Import, and end the run. True where something was imported. Twice is once.

    Raises Unfinished where somebody else imports the same; the worker tries again.
    """
    upload = run.upload
    if upload is not None and upload.state == State.IMPORTING:
        import_upload(upload=upload.pk, now=now)
        upload.refresh_from_db()
    point("pull.imported")
    done = upload is not None and upload.state == State.DONE
    _end(run, upload, done=done)
    point("pull.ended")
    _put_away(run, done=done)
    if upload is not None and not done:
        discard(upload)
        upload.delete()
    return done


def _end(run: Run, upload: Upload | None, *, done: bool) -> None:
    """In one transaction: what became of it, how far was fetched, which files are known."""
    values = _outcome(run, upload, done=done)
    with transaction.atomic():
        if not run.end(now=timezone.now(), **values):
            return
        if done and run.watermark:
            Pull.objects.filter(pk=run.pull_id).update(watermark=run.watermark)
        PulledFile.objects.bulk_create(_known(run, done=done), ignore_conflicts=True)


def _known(run: Run, *, done: bool) -> list[PulledFile]:
    told = {"pull_id": run.pull_id, "taken": done, "at": run.began_at}
    return [PulledFile(fingerprint=each["fingerprint"], stamp=each["stamp"], **told) for each in run.files]


def _outcome(run: Run, upload: Upload | None, *, done: bool) -> dict[str, Any]:
    if upload is None:
        return {"problem": "–"}
    if not done:
        return {"problem": str(findings.read(upload.folder, findings.OUTCOME).get("problem", "–"))}
    model = CustomerImport if upload.topic == Topic.CUSTOMERS else Import
    found: Any = model.objects.get(pk=upload.number or 0)
    began = found.done_at if isinstance(found, CustomerImport) else found.started_at
    return {"number": found.pk, "counts": found.counts, "again": began < run.began_at}


def _put_away(run: Run, *, done: bool) -> None:
    """A file that cannot be moved stays, and is known."""
    if run.pull.kind != Kind.FOLDER:
        return
    place = FolderPlace.of(run.pull.place)
    if not place.moves:
        return
    try:
        folder = place.folder()
        for each in run.files:
            put_away(folder / each["name"], digest=each["fingerprint"], taken=done)
    except (OSError, BleibError) as error:
        Run.objects.filter(pk=run.pk).update(problem=str(error))
