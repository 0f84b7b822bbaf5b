"""Which kind of file a table is, and which of its columns say what. Headings decide; values have to fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bleib.history.events.kinds import EventKey, EventKind, Form
from bleib.history.events.registry import KINDS
from bleib.history.sources.keys import KNOWN, heading_score, plain, without_unit
from bleib.history.sources.keys import Kind as Looks
from bleib.history.sources.recognise import Columns, Guess, Recognised, Sample, find_column

YES = ("true", "t", "yes", "y", "ja", "j", "1", "x", "wahr")
NO = ("false", "f", "no", "n", "nein", "0", "falsch")
# The share of values that have to look like what a known heading says.
FITS = 0.5
# A column with more different words than this is free text and no code.
MOST_CODES = 100
LONGEST_CODE = 40


def recognise(kind: EventKind, sample: Sample, wanted: Mapping[str, str]) -> Columns:
    """The columns of a table of this kind. `wanted`: key to heading or number from 1, as in `sources`; '' for none."""
    found = {name: find_column(sample.columns, wanted[name]) for name in kind.names if wanted.get(name)}
    guesses = {name: _guess(sample, index, Recognised.USER) for name, index in found.items() if index is not None}
    if sample.has_heading:
        refused = [name for name, column in wanted.items() if not column]
        _by_heading(sample, [key for key in kind.keys if key.name not in (*guesses, *refused)], guesses)
    return Columns(guesses)


def guess_kind(sample: Sample) -> EventKind | None:
    """The kind whose signs the headings show; None where none does, or where two fit equally well."""
    found = [
        (len(columns.guesses), kind) for kind in KINDS.values() if (columns := _if_clear(kind, sample)) is not None
    ]
    best = max((count for count, _ in found), default=0)
    fitting = [kind for count, kind in found if count == best]
    return fitting[0] if len(fitting) == 1 else None


def lacking(kind: EventKind, columns: Columns) -> list[str]:
    """What a table lacks for this kind: keys, and choices of keys joined by ' or '."""
    needed = [key.name for key in kind.keys if key.needed and key.name not in columns]
    either = [" or ".join(names) for names in kind.either if not any(name in columns for name in names)]
    return [*needed, *(each for each in either if not (kind.anonymous and each == "customer"))]


def _if_clear(kind: EventKind, sample: Sample) -> Columns | None:
    headings = {plain(each) for each in sample.columns} | {plain(without_unit(each)) for each in sample.columns}
    if not sample.has_heading or not headings & set(kind.signs):
        return None
    columns = recognise(kind, sample, {})
    return None if lacking(kind, columns) else columns


def _by_heading(sample: Sample, keys: Sequence[EventKey], guesses: dict[str, Guess]) -> None:
    scored = [
        (heading_score(key.heading, heading), number, key, index)
        for number, key in enumerate(keys)
        for index, heading in enumerate(sample.columns)
    ]
    taken = {guess.index for guess in guesses.values()}
    for score, _, key, index in sorted(scored, key=lambda each: (-each[0], each[1], each[3])):
        if score >= KNOWN and key.name not in guesses and index not in taken and _fits(sample, index, key):
            guesses[key.name] = _guess(sample, index, Recognised.HEADING)
            taken.add(index)


def _fits(sample: Sample, index: int, key: EventKey) -> bool:
    values = sample.values[index]
    if key.form is Form.FLAG:
        return _share(values, lambda value: value.lower() in (*YES, *NO)) >= FITS
    if key.form is Form.CODE:
        return len(set(values)) <= MOST_CODES and _share(values, lambda value: len(value) <= LONGEST_CODE) >= FITS
    if key.form in (Form.NUMBER, Form.WHOLE, Form.INSTANT):
        return sample.fits(index, key.heading.kind, FITS) and (
            key.form is Form.INSTANT or not _are_dates(sample, index)
        )
    return True


def _are_dates(sample: Sample, index: int) -> bool:
    """Numbers with two points, such as 1.2.2025, look like numbers, too."""
    return sample.fits(index, Looks.INSTANT) and bool(re.search(r"\D", "".join(sample.values[index][:50])))


def _share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(test(value) for value in values) / len(values) if values else 1.0


def _guess(sample: Sample, index: int, by: Recognised) -> Guess:
    return Guess(index, by, tuple(dict.fromkeys(sample.values[index]))[:3])
