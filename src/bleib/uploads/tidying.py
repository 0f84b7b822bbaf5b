"""Uploads go when they are imported, and when nobody came back for them."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from bleib.uploads.models import Upload
from bleib.uploads.models.upload import FOLDER
from bleib.uploads.receiving import ARRIVING, discard

KEPT = timedelta(days=3)
ARRIVES_WITHIN = timedelta(days=1)


def tidy_uploads(*, now: datetime) -> int:
    """Delete uploads that are imported or three days old, and folders that belong to none; returns how many."""
    over = list(Upload.objects.over(before=now - KEPT))
    for upload in over:
        discard(upload)
        upload.delete()
    return len(over) + sum(_remove(folder) for folder in _strays(now))


def _strays(now: datetime) -> list[Path]:
    """Folders without a row, and files whose browser went away long ago."""
    top = Path(settings.HOME) / FOLDER
    oldest = (now - ARRIVES_WITHIN).timestamp()
    known = {ARRIVING, *map(str, Upload.objects.values_list("key", flat=True))}
    folders = [each for each in top.glob("*") if each.is_dir() and each.name not in known]
    return [each for each in (*folders, *(top / ARRIVING).glob("*")) if each.stat().st_mtime < oldest]


def _remove(place: Path) -> int:
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
    return 1
