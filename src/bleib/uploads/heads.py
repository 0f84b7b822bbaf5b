"""The first lines of large files, so that looking at them takes no longer than at small ones."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from bleib.history.sources.opening import UNREADABLE, Format, InputFile, find_files
from bleib.kernel.errors import BleibError

HEAD_BYTES = 2 << 20
MOST_SHEETS = 2 << 30  # bytes of a workbook once it is unpacked
MOST_UNPACKED = 40 << 30  # and of a packed text, which is never in memory as a whole
CHUNK = 1 << 22


def heads(files: Sequence[Path], scratch: Path) -> list[str]:
    """Paths to look at: the files themselves, or the first two megabytes of long texts under the same name."""
    return [str(_head(file, scratch)) for file in find_files([str(each) for each in files])]


def refuse_bombs(files: Sequence[Path]) -> None:
    """Raises BleibError where a small file unpacks to more than a machine wants to hold."""
    for file in find_files([str(each) for each in files]):
        if file.format is Format.SPREADSHEET:
            _refuse_large_sheets(file)
        elif file.gzipped and _unpacks_to_more(file, MOST_UNPACKED):
            raise BleibError(
                _("%(file)s: unpacked, this is larger than 40 GB. Cut it into parts.") % {"file": file.name}
            )


def _head(file: InputFile, scratch: Path) -> Path:
    if file.format is Format.SPREADSHEET:
        _refuse_large_sheets(file)
    if file.format is not Format.TEXT:
        return file.path
    with file.open() as stream:
        first = stream.read(HEAD_BYTES)
        whole = not stream.read(1)
    if whole and not file.gzipped:
        return file.path
    head = scratch / (file.name.removesuffix(".gz") if file.gzipped else file.name)
    # Half a line at the end would look like a broken one; a line of UTF-16 ends with two bytes.
    head.write_bytes(first if whole else first[: first.rfind(b"\n") + (2 if b"\n\0" in first else 1)])
    return head


def _refuse_large_sheets(file: InputFile) -> None:
    """A workbook is held in memory as a whole, and it may be packed twice: as a workbook, and with gzip."""
    too_large = file.gzipped and _unpacks_to_more(file, MOST_SHEETS)
    if too_large or _size_of_sheets(file) > MOST_SHEETS:
        raise BleibError(
            _("%(file)s: unpacked, this workbook is larger than 2 GB. Save its sheets as CSV.") % {"file": file.name}
        )


def _size_of_sheets(file: InputFile) -> int:
    """Bytes of a workbook once it is unpacked; no more are counted than are too many. Its directory may lie."""
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            told = sum(each.file_size for each in archive.infolist())
            size = 0
            for each in archive.infolist() if told <= MOST_SHEETS else ():
                size += _size_of_member(stream, each, MOST_SHEETS - size)
            return max(told, size)
    except (
        zipfile.BadZipFile,
        struct.error,
        *UNREADABLE,
    ):  # an old workbook is not packed; a broken one its reader tells
        return 0


def _size_of_member(stream: BinaryIO, member: zipfile.ZipInfo, most: int) -> int:
    """What really comes out of a member of an archive, whatever is said of it; counted until it is more than `most`."""
    if member.compress_type != zipfile.ZIP_DEFLATED:
        return member.compress_size
    stream.seek(member.header_offset)
    name, extra = struct.unpack("<26xHH", stream.read(30))
    stream.seek(name + extra, os.SEEK_CUR)
    packed, size, left = zlib.decompressobj(-zlib.MAX_WBITS), 0, member.compress_size
    while left > 0 and size <= most and not packed.eof:
        chunk = stream.read(min(CHUNK, left))
        if not chunk:
            break
        left -= len(chunk)
        while chunk and size <= most:
            size += len(packed.decompress(chunk, CHUNK))
            chunk = packed.unconsumed_tail
    return size


def _unpacks_to_more(file: InputFile, most: int) -> bool:
    """Whether what was packed with gzip has more bytes; counted until they are too many."""
    size = 0
    try:
        with file.open() as stream:
            while (chunk := stream.read(CHUNK)) and size <= most:
                size += len(chunk)
    except UNREADABLE:  # it breaks off, which its reader tells
        pass
    return size > most
