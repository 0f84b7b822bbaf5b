"""Fetching once to look at it: an open upload of the colleague who asked, with columns to choose, and nothing else."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bleib.accounts.models import User
from bleib.kernel.errors import BleibError
from bleib.pulls.folder import whole_files
from bleib.pulls.limits import refuse_size
from bleib.pulls.models import Kind, Pull
from bleib.pulls.places import FolderPlace
from bleib.pulls.taking import name_files, take_files, take_rows, uploading
from bleib.uploads.api import Upload, discard
from bleib.worker.api import Job, enqueue

SAMPLE = 20_000  # rows of a query
TASK = "try-pull"


def start_trial(pull: Pull, *, by: User, now: datetime) -> Job:
    """Have the worker do it."""
    key = f"try pull {pull.pk} {by.pk}"
    return enqueue(task=TASK, arguments={"pull": pull.pk, "user": by.pk}, key=key, now=now)


def try_pull(*, pull: int, user: int, now: datetime) -> None:
    """The worker's task. After a crash it may come twice: it is only a trial."""
    found, by = Pull.objects.filter(pk=pull).first(), User.objects.filter(pk=user).first()
    if found is None or by is None:
        return
    upload, problem = None, ""
    with override(by.language):
        try:
            upload = try_out(found, by=by, now=now)
            problem = "" if upload else _("There is nothing to fetch.")
        except BleibError as error:
            problem = str(error)
    found.runs.create(trial=True, began_at=now, ended_at=timezone.now(), upload=upload, problem=problem)


def try_out(pull: Pull, *, by: User, now: datetime) -> Upload | None:
    """The first file, or the first rows, known or not, as an upload; None where there is nothing.

    Raises BleibError where it cannot be fetched.
    """
    with uploading(pull, by, now=now) as upload:
        if pull.kind == Kind.SQL:
            found = take_rows(pull, upload, watermark="", most=SAMPLE, now=now).rows
        else:
            files = whole_files(FolderPlace.of(pull.place).folder(), now=now)[:1]
            for file in files:
                refuse_size(file)
            taken = take_files(upload, files)
            name_files(upload, [each.copy for each in taken])
            found = len(taken)
    if not found:
        discard(upload)
        return None
    upload.save()
    return upload
