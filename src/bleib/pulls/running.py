"""One run: fetch, import as an upload would be, note what came of it. Killed anywhere, the next call completes it.

What is fetched becomes an upload of the colleague in whose name the pull runs; a run's row is written together with it.
How far was fetched, and which files are known, is noted when the import is done - never before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bleib.accounts.models import User
from bleib.accounts.roles import Action
from bleib.kernel.crash import point
from bleib.kernel.errors import BleibError
from bleib.pulls.ending import complete
from bleib.pulls.folder import Taken, stamp, told_name, whole_files
from bleib.pulls.limits import TooMuch, refuse_size
from bleib.pulls.models import Kind, Pull, Run
from bleib.pulls.places import FolderPlace
from bleib.pulls.taking import name_files, take_files, take_rows, uploading
from bleib.uploads.api import State, Upload, discard
from bleib.worker.api import checkpoint


def run_pull(*, pull: int, now: datetime) -> int:
    """The worker's task. Returns how many imports there were. A pull that was switched off meanwhile does nothing."""
    found = Pull.objects.select_related("by").filter(pk=pull, on_since__isnull=False).first()
    if found is None:
        return 0
    done = 0
    for left in Run.objects.open().filter(pull=found).order_by("pk"):  # by somebody who died
        done += complete(left, now=now)
    with override(found.by.language if found.by else "de"):
        try:
            for run in _runs(found, now=now):
                checkpoint()
                done += complete(run, now=timezone.now())
        except BleibError as problem:
            found.runs.create(began_at=now, ended_at=timezone.now(), problem=str(problem))
    Pull.objects.filter(pk=found.pk).update(looked_at=now)
    return done


def _runs(pull: Pull, *, now: datetime) -> Iterator[Run]:
    """Begun runs, each with its files. Raises BleibError."""
    if pull.by is None or not (pull.by.is_active and pull.by.may(Action.EDIT_CONNECTIONS)):
        raise BleibError(_("The colleague in whose name this runs is gone. Switch it off and on again."))
    return _of_query(pull, pull.by, now=now) if pull.kind == Kind.SQL else _of_folder(pull, pull.by, now=now)


def _of_query(pull: Pull, by: User, *, now: datetime) -> Iterator[Run]:
    with uploading(pull, by, now=now) as upload:
        watermark = Pull.objects.get(pk=pull.pk).watermark  # a run that was left may have moved it just now
        fetched = take_rows(pull, upload, watermark=watermark, now=now)
    if fetched.rows:
        yield _begun(pull, upload, now=now, watermark=fetched.watermark)
    else:
        discard(upload)


def _of_folder(pull: Pull, by: User, *, now: datetime) -> Iterator[Run]:
    place = FolderPlace.of(pull.place)
    known = set(pull.files.values_list("stamp", flat=True))
    new = [file for file in whole_files(place.folder(), now=now) if stamp(file) not in known]
    files = [file for file in new if not _is_too_large(pull, file, now=now)]
    for group in [files] if place.together else [[file] for file in files]:
        with uploading(pull, by, now=now) as upload:
            taken = _new_files(pull, upload, group)
        if taken:
            yield _begun(pull, upload, now=now, files=[each.told for each in taken])
        else:
            discard(upload)


def _is_too_large(pull: Pull, file: Path, *, now: datetime) -> bool:
    """Then a run says so, once: it is not looked at again as it is."""
    try:
        refuse_size(file)
    except TooMuch as problem:
        known = stamp(file)
        unread = f"unread {sha256(known.encode()).hexdigest()[:40]}"
        told = [{"name": told_name(file), "fingerprint": unread, "stamp": known}]
        with transaction.atomic():
            pull.files.create(fingerprint=unread, stamp=known, taken=False, at=now)
            pull.runs.create(began_at=now, ended_at=timezone.now(), problem=str(problem), files=told)
        return True
    return False


def _new_files(pull: Pull, upload: Upload, files: Sequence[Path]) -> list[Taken]:
    """Copies of those whose content is new; the upload holds them."""
    new = [each for each in take_files(upload, files) if not _is_known(pull, each)]
    name_files(upload, [each.copy for each in new])
    return new


def _is_known(pull: Pull, taken: Taken) -> bool:
    """The same content was dealt with under another name, or was only touched: the copy goes, the stamp is kept."""
    known = bool(pull.files.filter(fingerprint=taken.fingerprint).update(stamp=taken.stamp))
    if known:
        taken.copy.unlink()
    return known


def _begun(pull: Pull, upload: Upload, *, now: datetime, **values: object) -> Run:
    """The run and its upload, together: who dies later leaves both."""
    point("pull.fetched")
    with transaction.atomic():
        upload.state, upload.begun_at = State.IMPORTING, now
        upload.save()
        run: Run = pull.runs.create(began_at=timezone.now(), upload=upload, **values)
    point("pull.begun")
    return run
