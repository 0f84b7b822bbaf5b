"""One run: fetch, import as an upload would be, note what came of it. Killed anywhere, the next call completes it.

What is fetched becomes an upload of the colleague in whose name the pull runs; a run's row is written together with it.
How far was fetched, and which files are known, is noted when the import is done - never before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from bleib.accounts.locks import unlock
from bleib.accounts.models import User
from bleib.kernel.crash import point
from bleib.kernel.errors import BleibError
from bleib.pulls.ending import complete
from bleib.pulls.fetching import Fetched, fetch
from bleib.pulls.folder import Taken, stamp, take, whole_files
from bleib.pulls.models import Kind, Pull, Run
from bleib.pulls.places import FolderPlace, SqlPlace
from bleib.uploads.api import State, Upload, discard
from bleib.uploads.receiving import apart, clean, room
from bleib.worker.api import checkpoint

PURPOSE = "pull"
SAMPLE = 20_000  # rows of a query that is only tried
STAMP = "%Y-%m-%d %H.%M.%S"


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


def try_out(pull: Pull, *, by: User, now: datetime) -> Upload | None:
    """What would be fetched now, as an open upload of this colleague: to look at, to choose columns. None: nothing.

    Raises BleibError where it cannot be fetched.
    """
    upload = _upload(pull, by, now=now)
    with _whole(upload):
        if pull.kind == Kind.SQL:
            found = _query(pull, upload, watermark="", most=SAMPLE, now=now).rows
        else:
            found = _sample(upload, whole_files(FolderPlace.of(pull.place).folder(), now=now)[:1])
    if not found:
        discard(upload)
        return None
    upload.save()
    return upload


def _sample(upload: Upload, files: Sequence[Path]) -> int:
    """The first file, known or not."""
    folder = room(upload)
    taken = [take(file, folder / clean(file.name)) for file in files]
    _name(upload, [each.copy for each in taken if each is not None])
    return len(upload.names)


def _runs(pull: Pull, *, now: datetime) -> Iterator[Run]:
    """Begun runs, each with its files. Raises BleibError."""
    if pull.by is None or not pull.by.is_active:
        raise BleibError(_("The colleague in whose name this runs is gone. Switch it off and on again."))
    return _of_query(pull, pull.by, now=now) if pull.kind == Kind.SQL else _of_folder(pull, pull.by, now=now)


def _of_query(pull: Pull, by: User, *, now: datetime) -> Iterator[Run]:
    upload = _upload(pull, by, now=now)
    with _whole(upload):
        fetched = _query(pull, upload, watermark=pull.watermark, now=now)
    if fetched.rows:
        yield _begun(pull, upload, now=now, watermark=fetched.watermark)
    else:
        discard(upload)


def _of_folder(pull: Pull, by: User, *, now: datetime) -> Iterator[Run]:
    place = FolderPlace.of(pull.place)
    known = set(pull.files.values_list("stamp", flat=True))
    files = [file for file in whole_files(place.folder(), now=now) if stamp(file) not in known]
    for group in [files] if place.together else [[file] for file in files]:
        upload = _upload(pull, by, now=now)
        with _whole(upload):
            taken = _group(pull, upload, group)
        if taken:
            yield _begun(pull, upload, now=now, files=[each.told for each in taken])
        else:
            discard(upload)


@contextmanager
def _whole(upload: Upload) -> Iterator[None]:
    """What could be fetched only in part goes again."""
    try:
        yield
    except BaseException:
        discard(upload)
        raise


def _group(pull: Pull, upload: Upload, files: Sequence[Path]) -> list[Taken]:
    """Copies of those that are new; the upload holds them."""
    folder = room(upload)
    names = apart([clean(file.name) for file in files])
    copies = [take(file, folder / name) for file, name in zip(files, names, strict=True)]
    new = [each for each in copies if each is not None and not _is_known(pull, each)]
    _name(upload, [each.copy for each in new])
    return new


def _is_known(pull: Pull, taken: Taken) -> bool:
    """The same content was dealt with under another name, or was only touched: the copy goes, the stamp is kept."""
    known = bool(pull.files.filter(fingerprint=taken.fingerprint).update(stamp=taken.stamp))
    if known:
        taken.copy.unlink()
    return known


def _query(pull: Pull, upload: Upload, *, watermark: str, most: int | None = None, now: datetime) -> Fetched:
    local = timezone.localtime(now)
    file = room(upload) / clean(f"{pull.name} {local.strftime(STAMP)}.parquet")
    password = unlock(pull.password, purpose=PURPOSE) if pull.password else ""
    fetched = fetch(SqlPlace.of(pull.place), password, file, watermark=watermark, most=most, now=now)
    _name(upload, [file] if fetched.rows else [])
    return fetched


def _upload(pull: Pull, by: User, *, now: datetime) -> Upload:
    return Upload(by=by, topic=pull.topic, wishes=pull.wishes, created_at=now)


def _name(upload: Upload, files: Sequence[Path]) -> None:
    upload.names = [file.name for file in files]
    upload.size = sum(file.stat().st_size for file in files)


def _begun(pull: Pull, upload: Upload, *, now: datetime, **values: object) -> Run:
    """The run and its upload, together: who dies later leaves both."""
    point("pull.fetched")
    with transaction.atomic():
        upload.state, upload.begun_at = State.IMPORTING, now
        upload.save()
        run: Run = pull.runs.create(began_at=now, upload=upload, **values)
    point("pull.begun")
    return run
