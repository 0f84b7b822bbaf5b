"""From what the user named - files, folders, globs - to the files that can be read, and what each of them is."""

from __future__ import annotations

import glob
import gzip
import os
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, cast

from bleib.kernel.errors import BleibError

HEAD_BYTES = 1 << 20


class Format(StrEnum):
    TEXT = "text"
    SPREADSHEET = "spreadsheet"
    PARQUET = "parquet"


@dataclass(frozen=True)
class InputFile:
    """One file on disk; `named` says that the user named it himself rather than a folder around it.

    `problem` says why a file cannot be read that nobody named.
    """

    path: Path
    format: Format
    gzipped: bool
    named: bool
    problem: str = ""

    @property
    def name(self) -> str:
        """As text for people: archives packed on Windows unpack to names that are no UTF-8."""
        return os.fsencode(self.path.name).decode("utf-8", errors="replace")

    def open(self) -> BinaryIO:
        """The file's bytes, unpacked."""
        return cast(BinaryIO, gzip.open(self.path, "rb")) if self.gzipped else self.path.open("rb")


SPREADSHEETS = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"}
IGNORED = {".md", ".py", ".sql", ".html", ".pdf", ".png", ".jpg", ".json", ".log", ".xml", ".doc", ".docx"}
UNREADABLE = (OSError, EOFError, zlib.error)
NOT_TEXT = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"PK\x03\x04": "a ZIP archive; unpack it first",
    b"7z\xbc\xaf": "a 7-Zip archive; unpack it first",
    b"BZh": "packed with bzip2; unpack it first",
    b"\xfd7zXZ": "packed with xz; unpack it first",
    b"(\xb5/\xfd": "packed with zstd; unpack it first",
    b"SQLite format 3": "an SQLite database; export a table as CSV",
}


def find_files(arguments: Iterable[str | Path]) -> list[InputFile]:
    """Expand files, folders and globs, each file once, what is in a folder or a glob in the order of the names.

    Raises BleibError where something named does not exist or cannot be read.
    """
    found: dict[Path, InputFile] = {}
    for argument in arguments:
        for path, named in _expand(str(argument)):
            if path.resolve() not in found:
                found[path.resolve()] = _look_at(path) if named else _look_at_unnamed(path)
    if not found:
        raise BleibError("There is nothing to read: name at least one file with orders, or a folder that holds some.")
    return list(found.values())


def _expand(argument: str) -> list[tuple[Path, bool]]:
    try:
        path = Path(argument).expanduser()
        if path.is_dir():
            inside = (each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
            return [(each, False) for each in sorted(inside, key=_place) if each.suffix.lower() not in IGNORED]
        if path.exists():
            return [(path, True)]
    except (OSError, RuntimeError) as error:
        raise BleibError(f"{argument}: cannot be read ({error}).") from error
    # Path.glob wants a relative pattern; what a user types may be absolute.
    matches = (Path(each) for each in glob.glob(str(path), recursive=True))  # noqa: PTH207
    files = sorted((each for each in matches if each.is_file()), key=_place)
    if not files:
        raise BleibError(f"{argument}: there is no such file or folder. Check the path; quote it if it has spaces.")
    return [(each, False) for each in files]


def _place(path: Path) -> tuple[list[str | int], str]:
    """What is later is named later: `9.csv` comes before `10.csv`, `export.csv` before `export (1).csv`."""
    name = path.name.removesuffix(".gz").rpartition(".")[0] or path.name
    parts = re.split(r"(\d+)", f"{path.parent}/\0{name.casefold()}")
    return [int(part) if n % 2 else part for n, part in enumerate(parts)], path.name


def _look_at_unnamed(path: Path) -> InputFile:
    try:
        return replace(_look_at(path), named=False)
    except BleibError as error:
        return InputFile(path, Format.TEXT, gzipped=False, named=False, problem=str(error))


def _look_at(path: Path) -> InputFile:
    if not path.is_file():
        raise BleibError(f"{path}: this is a pipe or a device. Bleib reads a file twice: save it first, then name it.")
    try:
        with path.open("rb") as stream:
            head = stream.read(16)
        gzipped = head[:2] == b"\x1f\x8b"
        if gzipped:
            with gzip.open(path, "rb") as stream:
                head = stream.read(16)
    except UNREADABLE as error:
        raise BleibError(f"{path}: cannot be read ({error}).") from error
    suffix = (Path(path.stem) if gzipped else path).suffix.lower()
    return InputFile(path, _format(path, head, suffix), gzipped, named=True)


def _format(path: Path, head: bytes, suffix: str) -> Format:
    if head[:4] == b"PAR1":
        return Format.PARQUET
    if head[:4] == b"\xd0\xcf\x11\xe0" or (head[:4] == b"PK\x03\x04" and _holds_sheets(path, suffix)):
        return Format.SPREADSHEET
    for magic, what in NOT_TEXT.items():
        if head.startswith(magic):
            raise BleibError(f"{path}: this is {what}. Bleib reads CSV, Excel, OpenDocument and Parquet.")
    if suffix == ".parquet":
        raise BleibError(f"{path}: the file is not what its ending {suffix} says. Export it again.")
    # Many an ERP calls its tab-separated text .xls.
    return Format.TEXT


def _holds_sheets(path: Path, suffix: str) -> bool:
    """Whether a ZIP archive is a workbook: so its ending says, or so its contents do."""
    if suffix in SPREADSHEETS:
        return True
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") or name == "content.xml" for name in archive.namelist())
    except (OSError, zipfile.BadZipFile):
        return False
