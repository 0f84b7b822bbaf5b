"""What is fetched becomes an upload: its files, and nothing of them where they could be fetched only in part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from bleib.accounts.locks import unlock
from bleib.accounts.models import User
from bleib.pulls.fetching import Fetched, fetch
from bleib.pulls.folder import Taken, size, take
from bleib.pulls.limits import refuse_full
from bleib.pulls.models import Pull
from bleib.pulls.places import SqlPlace
from bleib.uploads.api import Upload, discard
from bleib.uploads.receiving import apart, clean, room

PURPOSE = "pull"
STAMP = "%Y-%m-%d %H.%M.%S"


@contextmanager
def uploading(pull: Pull, by: User, *, now: datetime) -> Iterator[Upload]:
    """An upload that is no row yet; its files go again where the block fails."""
    upload = Upload(by=by, topic=pull.topic, wishes=pull.wishes, created_at=now)
    try:
        yield upload
    except BaseException:
        discard(upload)
        raise


def take_files(upload: Upload, files: Sequence[Path]) -> list[Taken]:
    """Copies of those that are still there, under names of their own."""
    folder = room(upload)
    refuse_full(folder, sum(size(file) for file in files))
    names = apart([clean(file.name) for file in files])
    copies = [take(file, folder / name) for file, name in zip(files, names, strict=True)]
    return [each for each in copies if each is not None]


def take_rows(pull: Pull, upload: Upload, *, watermark: str, most: int | None = None, now: datetime) -> Fetched:
    """What the query finds. Raises BleibError."""
    file = room(upload) / clean(f"{pull.name} {timezone.localtime(now).strftime(STAMP)}.parquet")
    password = unlock(pull.password, purpose=PURPOSE) if pull.password else ""
    fetched = fetch(SqlPlace.of(pull.place), password, file, watermark=watermark, most=most, now=now)
    name_files(upload, [file] if fetched.rows else [])
    return fetched


def name_files(upload: Upload, files: Sequence[Path]) -> None:
    upload.names = [file.name for file in files]
    upload.size = sum(file.stat().st_size for file in files)
