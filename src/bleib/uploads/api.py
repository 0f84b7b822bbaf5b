"""What other rooms may ask of uploads."""

from __future__ import annotations

from datetime import datetime

from bleib.uploads import findings, lists, orders
from bleib.uploads.jobs import ROOMS, import_upload, try_upload, undo_import
from bleib.uploads.models import State, Topic, Upload
from bleib.uploads.postings import turn_postings
from bleib.uploads.receiving import MOST_BYTES, MOST_FILES, discard, keep
from bleib.uploads.seen import Choice, Seen, SeenTable
from bleib.uploads.starting import (
    job_of,
    preview_undo,
    start_import,
    start_trying,
    start_undo,
    stop,
    topic_of,
    undo_key,
)
from bleib.uploads.tidying import KEPT, tidy_uploads
from bleib.uploads.wishes import Wishes

__all__ = [
    "KEPT", "MOST_BYTES", "MOST_FILES", "Choice", "Seen", "SeenTable", "State", "Topic", "Upload", "Wishes", "discard",
    "findings", "import_upload", "job_of", "keep", "lists", "look", "orders", "preview_undo", "start_import",
    "start_trying", "start_undo", "stop", "tidy_uploads", "topic_of", "try_upload", "turn_postings",
    "undo_import", "undo_key",
]  # fmt: skip


def look(upload: Upload, *, now: datetime) -> Seen:
    """The columns of the files as they are wished for, with a sample. Raises BleibError where one is no table."""
    seen: Seen = ROOMS[upload.topic].look(upload.files, Wishes.of(upload.wishes), now=now)
    return seen
