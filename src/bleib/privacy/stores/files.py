"""Files below the installation's folder: reject files, uploads, logs.

Of a text the records that name the person go; a file named after them, or not readable as text, goes as a whole.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Erase, Said
from bleib.privacy.mentions import mentions
from bleib.privacy.people import Person

TEXTS = (".csv", ".txt", ".log", ".json", ".jsonl", ".tsv")
TABLES = (".csv", ".tsv")  # a record may span lines
LARGEST = 50 << 20  # bytes of a text that is looked through; a larger one goes as a whole


@dataclass(frozen=True)
class Files:
    """The files of one folder, kept for `days`."""

    name: str
    label: Said
    kept: Said
    days: int
    ends: Erase = Erase.DELETE

    @property
    def folder(self) -> Path:
        return Path(settings.HOME) / self.name

    def export(self, person: Person) -> Sequence[Mapping[str, Any]]:
        return [{"file": file.name, "says": record.strip()} for file, record in self._of(person)]

    def preview(self, person: Person) -> int:
        return sum(1 for _record in self._of(person))

    def erase(self, people: Sequence[Person], *, now: datetime) -> None:  # noqa: ARG002
        names = [name for person in people for name in person.words]
        for file in self._files():
            if not _is_text(file) or mentions(file.name, names):
                file.unlink(missing_ok=True)
            elif len(kept := [record for record in _records(file) if not mentions(record, names)]) < len(
                _records(file)
            ):
                _write(file, kept)

    def let_go(self, *, now: datetime, dry_run: bool) -> int:
        oldest = (now - timedelta(days=self.days)).timestamp()
        over = [file for file in self._files() if file.stat().st_mtime < oldest]
        if not dry_run:
            for file in over:
                file.unlink(missing_ok=True)
        return len(over)

    def _files(self) -> list[Path]:
        return sorted(file for file in self.folder.rglob("*") if file.is_file())

    def _of(self, person: Person) -> Iterator[tuple[Path, str]]:
        """Records that name the person, and files that are named after them or that nobody can look into."""
        for file in self._files():
            if _is_text(file) and not mentions(file.name, person.words):
                yield from ((file, record) for record in _records(file) if mentions(record, person.words))
            else:
                yield file, ""


FOLDERS = (
    Files("rejects", _("Reject files of imports"), _("90 days"), 90),
    Files("uploads", _("Uploaded files"), _("3 days at most; imported ones are deleted at once"), 3),
    Files("logs", _("Logs"), _("30 days"), 30),
)


def _is_text(file: Path) -> bool:
    """Packed or encrypted texts, spreadsheets and the like cannot be searched line by line."""
    if file.suffix.lower() not in TEXTS or file.stat().st_size > LARGEST:
        return False
    with file.open("rb") as stream:
        return b"\0" not in stream.read(4096)


def _records(file: Path) -> list[str]:
    """The lines of a text, or the records of a table with all their lines, as they stand in the file."""
    lines = StringIO(file.read_bytes().decode(_encoding(file)), newline="").readlines()
    if file.suffix.lower() not in TABLES:
        return lines
    reader = csv.reader(iter(lines), delimiter=_delimiter(lines))
    try:
        ends = [reader.line_num for _record in reader]
    except csv.Error:  # no table, whatever its name says
        return lines
    return ["".join(lines[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def _encoding(file: Path) -> str:
    """UTF-8, or one that reads any byte and writes it back as it was."""
    try:
        file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _delimiter(lines: Sequence[str]) -> str:
    first = lines[0] if lines else ""
    return max(";,\t|", key=first.count)


def _write(file: Path, records: Sequence[str]) -> None:
    """Whole or not at all. The age of the file stays: its time runs on."""
    stat = file.stat()
    fresh = file.with_name(f"{file.name}.erasing")
    with fresh.open("wb") as stream:
        stream.write("".join(records).encode(_encoding(file)))
        stream.flush()
        os.fsync(stream.fileno())
    os.utime(fresh, (stat.st_atime, stat.st_mtime))
    fresh.replace(file)
