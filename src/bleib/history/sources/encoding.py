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
DOS_UMLAUTS = b"\x84\x94\x81\x8e\x99\x9a\xe1"
WINDOWS_UMLAUTS = b"\xe4\xf6\xfc\xc4\xd6\xdc\xdf"
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r\f\x1a")
# The `errors` to decode any file with, and how many bytes around a strange one tell what it is.
MIXED = "bleib-mixed"
NEIGHBOURHOOD = 2_000


def detect(file: InputFile) -> str:
    """The encoding's Python name. Raises BleibError for what is no text at all."""
    with file.open() as stream:
        head = stream.read(HEAD_BYTES)
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    # Zeros at the end are what a crash leaves of a file that was being written.
    head = head.rstrip(b"\0")
    nulls = head.count(0)
    if nulls > len(head) // 4:
        return _utf16_without_bom(file, head)
    if _controls(head) > max(len(head) // 50, 3):
        raise _no_text(file.path)
    return "utf-8" if _speaks_utf8(head) else single_byte(head)


def single_byte(data: bytes) -> str:
    """Windows-1252, or DOS code page 850 where its umlauts are the more frequent ones."""
    dos, windows = (len(data) - len(data.translate(None, umlauts)) for umlauts in (DOS_UMLAUTS, WINDOWS_UMLAUTS))
    return "cp850" if dos > windows else "cp1252"


def _read_as_single_byte(error: UnicodeError) -> tuple[str, int]:
    """What UTF-8 cannot be was written by another program: files are concatenated, and a head may be plain ASCII."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.end]
    if not error.encoding.startswith("utf-8"):
        return "\ufffd", error.end
    around = error.object[max(error.start - NEIGHBOURHOOD, 0) : error.end + NEIGHBOURHOOD]
    return raw.decode(single_byte(around), errors="replace"), error.end


codecs.register_error(MIXED, _read_as_single_byte)


def _utf16_without_bom(file: InputFile, head: bytes) -> str:
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if odd > 10 * even:
        return "utf-16-le"
    if even > 10 * odd:
        return "utf-16-be"
    raise _no_text(file.path)


def _controls(head: bytes) -> int:
    return len(head) - len(head.translate(None, CONTROLS))


def _speaks_utf8(head: bytes) -> bool:
    """Whether the head is UTF-8, be it with a few characters of another encoding."""
    if head.isascii():
        return True
    # The head may end in the middle of a character.
    text = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape").decode(head)
    strange = len(text) - len(text.encode("utf-8", errors="ignore").decode("utf-8"))
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    return strange == 0 or beyond_ascii - strange > strange / 10


def _no_text(path: Path) -> BleibError:
    return BleibError(f"{path}: this is not text but a binary file. Bleib reads CSV, Excel, OpenDocument and Parquet.")
