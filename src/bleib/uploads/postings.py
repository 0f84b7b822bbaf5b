"""DATEV postings among the files that were handed over become order lines, which the history reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bleib.customers.importing.datev import POSTINGS, datev_head
from bleib.customers.importing.postings import Converted, convert
from bleib.history.sources.opening import find_files
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.kernel.errors import BleibError
from bleib.kernel.scratch import scratch_folder
from bleib.uploads.models import Topic, Upload

SYSTEM = "datev"  # as on the command line: the same posting is the same fact


def turn_postings(upload: Upload, *, now: datetime) -> Converted | None:
    """Where all files are DATEV postings: put what was invoiced in their place; None where they are something else.

    Lines that cannot be read stay as they are, for the dry run to reject. Raises BleibError for other DATEV columns.
    """
    files = upload.files
    if not files or not all(_holds_postings(file) for file in files):
        return None
    done = [_turn(file, now=now) for file in files]
    upload.names = [name.removesuffix(".gz") for name in upload.names]
    upload.topic, upload.wishes = Topic.HISTORY, {"system": SYSTEM}
    upload.save(update_fields=["names", "topic", "wishes"])
    return Converted(sum(each.lines for each in done), sum(each.others for each in done), _bad(done))


def _turn(file: Path, *, now: datetime) -> Converted:
    with scratch_folder() as folder, Reading(ReadOptions(), now=now) as reading:
        target = file.with_name(f"{file.name}.turned")
        made = convert([str(file)], target, connection=reading.connection, scratch=Path(folder), with_bad=True)
    target.chmod(0o600)
    file.unlink()
    target.replace(file.with_name(file.name.removesuffix(".gz")))
    return made


def _holds_postings(file: Path) -> bool:
    try:
        [found] = find_files([str(file)])
        head = datev_head(found)
    except BleibError:
        return False
    return head is not None and head.category == POSTINGS


def _bad(done: Sequence[Converted]) -> tuple[tuple[int, str], ...]:
    return tuple(each for one in done for each in one.bad)
