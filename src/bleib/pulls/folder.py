"""A watched folder: which of its files are whole and new, and how they are taken over."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bleib.history.sources.opening import SPREADSHEETS

QUIET = 30.0  # seconds in which nobody wrote to a file: then it is whole
MOST_FILES = 500  # in one look
CHUNK = 1 << 20
TABLES = {".csv", ".txt", ".tsv", ".tab", ".asc", ".parquet", ".gz", *SPREADSHEETS}  # nothing else is touched
IMPORTED, FAILED = "imported", "failed"


@dataclass(frozen=True)
class Taken:
    """A copy of a file as it was: `path` is where it lay, `copy` where it lies now."""

    path: Path
    copy: Path
    fingerprint: str
    stamp: str

    @property
    def told(self) -> dict[str, str]:
        """What a run remembers of it."""
        return {"name": told_name(self.path), "fingerprint": self.fingerprint, "stamp": self.stamp}


def told_name(file: Path) -> str:
    """Its name for people and for the database; one that is no text is told as one."""
    return os.fsencode(file.name).decode("utf-8", errors="replace")


def whole_files(folder: Path, *, now: datetime) -> list[Path]:
    """Files that nobody writes to any more, in the order of their names. No links: they lead anywhere."""
    files = [file for file in sorted(folder.iterdir(), key=_order) if _is_table(file) and _is_quiet(file, now)]
    return files[:MOST_FILES]


def take(file: Path, copy: Path) -> Taken | None:
    """A copy, with the digest of its content; None where the file changed or went meanwhile."""
    digest = hashlib.sha256()
    try:
        source = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    with os.fdopen(source, "rb") as stream, copy.open("xb") as out:
        before = os.fstat(stream.fileno())
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            digest.update(chunk)
            out.write(chunk)
        after = os.fstat(stream.fileno())
    copy.chmod(0o600)
    if not stat.S_ISREG(before.st_mode) or _stamp(before) != _stamp(after):
        copy.unlink()
        return None
    return Taken(file, copy, digest.hexdigest(), _stamp(after))


def stamp(file: Path) -> str:
    """What changes with every writing to the file; empty where it is gone."""
    try:
        return _stamp(file.lstat())
    except OSError:
        return ""


def size(file: Path) -> int:
    """Bytes; 0 where it is gone."""
    try:
        return file.lstat().st_size
    except OSError:
        return 0


def fingerprint(file: Path) -> str:
    """The digest of its content; empty where it is gone."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def put_away(file: Path, *, digest: str, taken: bool) -> bool:
    """Into `imported` or `failed` beside it, never over another file. False where it is another file by now."""
    if fingerprint(file) != digest:
        return False
    target = file.parent / (IMPORTED if taken else FAILED)
    if target.is_symlink():  # made by whoever writes into the folder: it leads anywhere
        return False
    target.mkdir(exist_ok=True)
    for name in _names(file):
        try:
            os.link(file, target / name, follow_symlinks=False)
        except FileExistsError:
            continue
        file.unlink()
        return True
    return False


def _names(file: Path) -> Iterator[str]:
    yield file.name
    stem, dot, ending = file.name.partition(".")
    yield from (f"{stem} ({number}){dot}{ending}" for number in range(2, 1000))


def _order(file: Path) -> list[str | int]:
    """9.csv comes before 10.csv: what is later is named later, and corrects what was before."""
    return [int(part) if n % 2 else part for n, part in enumerate(re.split(r"(\d+)", file.name.casefold()))]


def _is_table(file: Path) -> bool:
    if file.name.startswith((".", "~")) or file.suffix.lower() not in TABLES:
        return False
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except OSError:
        return False


def _is_quiet(file: Path, now: datetime) -> bool:
    """A copy keeps the time of its original, but not that of its row in the folder: both have to be past."""
    found = file.lstat()
    return found.st_size > 0 and now.timestamp() - max(found.st_mtime, found.st_ctime) >= QUIET


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_dev}:{found.st_ino}:{found.st_size}:{found.st_mtime_ns}"
