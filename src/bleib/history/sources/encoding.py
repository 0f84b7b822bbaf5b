"""Which encoding a text file is in. Only what ERPs and shops really write; the guess is confirmed while reading."""

from __future__ import annotations

import codecs
from pathlib import Path

from bleib.history.sources.opening import HEAD_BYTES, InputFile
from bleib.kernel.errors import BleibError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Umlauts as DOS programs (code page 850) and as Windows (1252) write them.
DOS_UMLAUTS = frozenset(b"\x84\x94\x81\x8e\x99\x9a\xe1")
WINDOWS_UMLAUTS = frozenset(b"\xe4\xf6\xfc\xc4\xd6\xdc\xdf")


def detect(file: InputFile) -> str:
    """The encoding's Python name. Raises BleibError for what is no text at all."""
    with file.open() as stream:
        head = stream.read(HEAD_BYTES)
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    nulls = head.count(0)
    if nulls > len(head) // 4:
        return _utf16_without_bom(file, head)
    if nulls > len(head) // 100 or _controls(head) > len(head) // 10:
        raise _no_text(file.path)
    return "utf-8" if _is_utf8(head) else single_byte(head)


def single_byte(data: bytes) -> str:
    """Windows-1252, or DOS code page 850 where its umlauts are the more frequent ones."""
    dos = sum(byte in DOS_UMLAUTS for byte in data)
    windows = sum(byte in WINDOWS_UMLAUTS for byte in data)
    return "cp850" if dos > windows else "cp1252"


def _utf16_without_bom(file: InputFile, head: bytes) -> str:
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > 10 * even:
        return "utf-16-le"
    if even > 10 * odd:
        return "utf-16-be"
    raise _no_text(file.path)


def _controls(head: bytes) -> int:
    return sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)


def _is_utf8(head: bytes) -> bool:
    try:
        # The head may end in the middle of a character.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _no_text(path: Path) -> BleibError:
    return BleibError(f"{path}: this is not text but a binary file. Bleib reads CSV, Excel, OpenDocument and Parquet.")
