"""How a text file is laid out: delimiter, quote, heading, recognised from its first lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from bleib.history.sources.encoding import MIXED, detect
from bleib.history.sources.keys import is_heading_word, plain
from bleib.history.sources.opening import HEAD_BYTES, InputFile
from bleib.history.sources.records import BLANKS, Record, records
from bleib.kernel.errors import BleibError

DELIMITERS = ";\t,|"
QUOTES = "\"'"
SAMPLE_LINES = 400
HEADING_WITHIN = 20


@dataclass(frozen=True)
class Dialect:
    """`delimiter` is one character; a blank stands for any run of blanks. `heading_line` counts from 1; 0 = none.

    `quoted_top` says that quotes above the first row may hide where its line begins.
    """

    encoding: str
    delimiter: str
    quote: str
    heading_line: int
    columns: tuple[str, ...]
    quoted_top: bool = False


def detect_dialect(file: InputFile) -> Dialect:
    """Raises BleibError where the file is empty, holds a heading only, or is no table."""
    encoding = detect(file)
    lines = _first_lines(file, encoding)
    if not lines:
        raise BleibError(f"{file.path}: the file is empty.")
    delimiter, quote, found = _layout(lines)
    if not found:
        raise BleibError(f"{file.path}: the file has lines, but all their fields are empty.")
    rows = [record.fields for record in found]
    heading = heading_row(rows)
    if heading is None:
        width = Counter(len(row) for row in rows).most_common(1)[0][0]
        return Dialect(encoding, delimiter, quote, 0, tuple(f"column {n + 1}" for n in range(width)))
    if heading + 1 == len(rows):
        raise BleibError(f"{file.path}: the file has a heading (line {found[heading].first}) but no lines below it.")
    last = found[heading].last
    quoted_top = found[heading].first < last or any(quote in line for line in lines[: last - 1])
    return Dialect(encoding, delimiter, quote, last, named(rows[heading], _filled(rows, heading)), quoted_top)


def _first_lines(file: InputFile, encoding: str) -> list[str]:
    with file.open() as stream:
        head = stream.read(HEAD_BYTES + 1)
    text = head.decode(encoding, errors=MIXED)
    if not text.strip("\x00\x1a\ufeff \t\r\n"):
        return []
    lines = re.split(r"\r\n|\n|\r", text)
    # The last line of the head is cut off, unless it is so long that there is hardly another one.
    cut_off = len(head) > HEAD_BYTES and len(lines) > HEADING_WITHIN
    return lines[: -1 if cut_off else None][:SAMPLE_LINES]


def _layout(lines: list[str]) -> tuple[str, str, list[Record]]:
    """The delimiter and quote that make headings of the first lines, or else cut most lines into as many fields."""
    best: tuple[tuple[int, float, int], str, str, list[Record]] = ((0, 0.0, 0), ";", '"', _cut(lines, ";", '"'))
    for quote in QUOTES:
        if quote == "'" and not any(re.search(r"(^|[;,\t|])'[^']*'([;,\t|]|$)", line) for line in lines):
            continue
        for delimiter in DELIMITERS:
            found = _cut(lines, delimiter, quote)
            score = _score(found)
            # A decimal comma cuts some lines too; what counts is that nearly all are cut alike.
            if score > best[0]:
                best = (score, delimiter, quote, found)
    words, share, _ = best[0]
    blank_separated = _cut(lines, BLANKS, '"')
    if not words and share < 0.5 and _score(blank_separated)[1] >= 0.9:
        return BLANKS, '"', blank_separated
    return best[1], best[2], best[3]


def _cut(lines: list[str], delimiter: str, quote: str) -> list[Record]:
    return list(records(((n, f"{line}\n") for n, line in enumerate(lines, start=1)), delimiter, quote))


def _score(found: list[Record]) -> tuple[int, float, int]:
    """Whether there are headings, the share of records with the same number of fields, and that number."""
    widths = Counter(len(record.fields) for record in found)
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    if width == 1:
        return 0, 0.0, 0
    words = max(sum(is_heading_word(field) for field in record.fields) for record in found[:HEADING_WITHIN])
    return int(words >= 2), count / len(found), width


def heading_row(rows: list[list[str]]) -> int | None:
    """The row, among the first, that reads like a heading; the rows above it are a preamble."""
    known = [sum(is_heading_word(field) for field in row) for row in rows[:HEADING_WITHIN]]
    best = max(range(len(known)), key=lambda n: (known[n], -n))
    if known[best] >= 2 and _wordy(rows[best]):
        return best
    first = next((n for n, row in enumerate(rows) if any(row)), 0)
    below = [row for row in rows[first + 1 :] if any(row)]
    if _wordy(rows[first]) and (not below or known[first] or not all(_wordy(row) for row in below[:5])):
        return first
    return None


def _wordy(row: list[str]) -> bool:
    """Headings are words: no field of theirs is a number, a date or a time."""
    filled = [field for field in row if field]
    return bool(filled) and not any(re.fullmatch(r"[\d.,:/+\-\s€$£%]+([ T][\d:.]+)?", field) for field in filled)


def _filled(rows: list[list[str]], heading: int) -> int:
    """How many columns hold values. Rows longer than the heading tell nothing: a delimiter stands inside a text."""
    width = len(rows[heading])
    fitting = [row for row in rows[heading + 1 :] if len(row) <= width]
    return max((n + 1 for row in fitting for n, field in enumerate(row) if field), default=0)


def named(heading: list[str], filled: int = 0) -> tuple[str, ...]:
    """Headings made unique; columns without one are called by their number. Empty columns at the end go."""
    while len(heading) > filled and not heading[-1]:
        heading = heading[:-1]
    seen: Counter[str] = Counter()
    names = []
    for number, raw in enumerate(heading, start=1):
        name = re.sub(r"\s+", " ", raw.replace("\x00", "")).strip("\"' ") or f"column {number}"
        seen[plain(name)] += 1
        names.append(name if seen[plain(name)] == 1 else f"{name} ({seen[plain(name)]})")
    return tuple(names)
