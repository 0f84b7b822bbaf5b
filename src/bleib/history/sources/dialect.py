"""How a text file is laid out: delimiter, quote, heading, recognised from its first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

from bleib.history.sources.encoding import detect
from bleib.history.sources.keys import is_heading_word, plain
from bleib.history.sources.opening import HEAD_BYTES, InputFile
from bleib.kernel.errors import BleibError

BLANKS = " "
DELIMITERS = ";\t,|"
QUOTES = "\"'"
SAMPLE_LINES = 400
HEADING_WITHIN = 20

csv.field_size_limit(1 << 30)


@dataclass(frozen=True)
class Dialect:
    """`delimiter` is one character; a blank stands for any run of blanks. `heading_line` counts from 1; 0 = none."""

    encoding: str
    delimiter: str
    quote: str
    heading_line: int
    columns: tuple[str, ...]


def detect_dialect(file: InputFile) -> Dialect:
    """Raises BleibError where the file is empty, holds a heading only, or is no table."""
    encoding = detect(file)
    lines = _first_lines(file, encoding)
    if not lines:
        raise BleibError(f"{file.path}: the file is empty.")
    delimiter, quote = _delimiter(lines)
    rows = [split(line, delimiter, quote) for line in lines]
    heading = heading_row(rows)
    if heading is None:
        width = Counter(len(row) for row in rows if any(row)).most_common(1)[0][0]
        return Dialect(encoding, delimiter, quote, 0, tuple(f"column {n + 1}" for n in range(width)))
    if not any(any(row) for row in rows[heading + 1 :]):
        raise BleibError(f"{file.path}: the file has a heading (line {heading + 1}) but no lines below it.")
    return Dialect(encoding, delimiter, quote, heading + 1, named(rows[heading]))


def split(line: str, delimiter: str, quote: str) -> list[str]:
    """One physical line into its trimmed fields."""
    if delimiter == BLANKS:
        return line.split()
    fields = next(csv.reader([line], delimiter=delimiter, quotechar=quote), [])
    return [field.strip() for field in fields]


def _first_lines(file: InputFile, encoding: str) -> list[str]:
    with file.open() as stream:
        text = stream.read(HEAD_BYTES).decode(encoding, errors="replace")
    complete = len(text) < HEAD_BYTES // 4 or "\n" not in text
    lines = re.split(r"\r\n|\n|\r", text)
    return (lines if complete else lines[:-1])[:SAMPLE_LINES] if text.strip() else []


def _delimiter(lines: list[str]) -> tuple[str, str]:
    """The delimiter and quote that cut the most lines into the same number of fields, wide tables first."""
    full = [line for line in lines if line.strip()]
    best: tuple[float, int, str, str] = (0.0, 0, "", '"')
    for quote in QUOTES:
        if quote == "'" and not any(re.search(r"(^|[;,\t|])'[^']*'([;,\t|]|$)", line) for line in full):
            continue
        for delimiter in DELIMITERS:
            widths = Counter(len(split(line, delimiter, quote)) for line in full)
            width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1]))
            # A decimal comma cuts some lines too; what counts is that nearly all are cut alike.
            if width > 1 and (count / len(full), width) > best[:2]:
                best = (count / len(full), width, delimiter, quote)
    if best[0] >= 0.5:
        return best[2], best[3]
    widths = Counter(len(line.split()) for line in full)
    width, count = widths.most_common(1)[0]
    if width > 1 and count >= 0.9 * len(full):
        return BLANKS, '"'
    return best[2] or ";", best[3]


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


def named(heading: list[str]) -> tuple[str, ...]:
    """Headings made unique; columns without one are called by their number. Empty columns at the end go."""
    while heading and not heading[-1]:
        heading = heading[:-1]
    seen: Counter[str] = Counter()
    names = []
    for number, raw in enumerate(heading, start=1):
        name = re.sub(r"\s+", " ", raw.replace("\x00", "")).strip("\"' ") or f"column {number}"
        seen[plain(name)] += 1
        names.append(name if seen[plain(name)] == 1 else f"{name} ({seen[plain(name)]})")
    return tuple(names)
