"""Physical lines into records: a quoted field may run over several lines, an open quote may not swallow the file."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BLANKS = " "
# A quoted field may run over several lines; past this a quote was simply never closed.
LINES_PER_RECORD = 60

csv.field_size_limit(1 << 30)


@dataclass(frozen=True)
class Record:
    """The trimmed fields of one record, its first and last physical line, and a reason code where it is broken."""

    first: int
    last: int
    fields: list[str]
    problem: str | None = None


class _Lines:
    """Numbered physical lines that can be handed back."""

    def __init__(self, numbered: Iterable[tuple[int, str]]) -> None:
        self._fresh = iter(numbered)
        self._returned: deque[tuple[int, str]] = deque()

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return self

    def __next__(self) -> tuple[int, str]:
        return self._returned.popleft() if self._returned else next(self._fresh)

    def hand_back(self, lines: list[tuple[int, str]]) -> None:
        self._returned.extendleft(reversed(lines))


def records(numbered: Iterable[tuple[int, str]], delimiter: str, quote: str) -> Iterator[Record]:
    """All records that are not blank, in the order of the lines. A blank as delimiter stands for any run of blanks."""
    lines = _Lines(numbered)
    for number, line in lines:
        if line.strip("\x00\x1a \t\r\n"):
            record = _record(number, line, lines, delimiter=delimiter, quote=quote)
            if any(record.fields):
                yield record


def _record(number: int, line: str, lines: _Lines, *, delimiter: str, quote: str) -> Record:
    line = line.replace("\x00", "")
    if delimiter == BLANKS:
        return Record(number, number, line.split())
    if quote not in line:
        return Record(number, number, [field.strip() for field in line.split(delimiter)])
    ahead: list[tuple[int, str]] = []
    fields = _fields(line, delimiter, quote)
    while fields is None and len(ahead) < LINES_PER_RECORD:
        following = next(lines, None)
        if following is None:
            break
        ahead.append(following)
        fields = _fields(line + "".join(text for _, text in ahead), delimiter, quote)
    if fields is None or fields == _BROKEN:
        lines.hand_back(ahead)
        return Record(number, number, [line.strip()[:200]], "open_quote")
    return Record(number, number + len(ahead), fields)


_BROKEN: list[str] = []


def _fields(text: str, delimiter: str, quote: str) -> list[str] | None:
    """The fields of one record, None while a quote is still open, `_BROKEN` where it was closed by the wrong quote."""
    try:
        rows = _parse(text, delimiter, quote, strict=True)
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            return None
        if "\n" in text.rstrip("\r\n"):
            # The quote that seems to close this field opens another one, lines below.
            return _BROKEN
        # Such as "5" pipe": a quote in the middle of a quoted field.
        rows = _parse(text, delimiter, quote, strict=False)
    return [field.strip() for field in rows[0]] if rows else []


def _parse(text: str, delimiter: str, quote: str, *, strict: bool) -> list[list[str]]:
    stream = io.StringIO(text, newline="")
    return list(csv.reader(stream, delimiter=delimiter, quotechar=quote, strict=strict, skipinitialspace=True))
