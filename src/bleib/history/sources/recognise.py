"""Which column says what: recognised from headings first, from values where headings are missing or unknown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bleib.history.sources.dates import families_of
from bleib.history.sources.keys import KEYS, KNOWN, Key, Kind, heading_score, plain
from bleib.history.sources.numbers import NO_NUMBER, is_number
from bleib.kernel.errors import BleibError, UsageError

# The share of values that have to look like what a column is said to be; less will do where its heading says so too.
FITS = 0.7
FITS_ITS_HEADING = 0.5
# Headings over numbers as often as over names.
CALLED = ("kunde", "customer", "debitor", "client", "account", "buyer", "auftraggeber", "rechnungsempfaenger")


class Recognised(StrEnum):
    """What a guess rests on."""

    HEADING = "heading"
    VALUES = "values"
    USER = "user"


@dataclass(frozen=True)
class Guess:
    """Column `index` (from 0) says the key; `samples` are a few of its values."""

    index: int
    by: Recognised
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """The first rows of a table, column by column, blanks removed."""

    columns: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    has_heading: bool

    def fits(self, index: int, kind: Kind, share: float = FITS) -> bool:
        """Whether nearly all values look like the kind. A column without any value fits."""
        values = [value for value in self.values[index][:500] if value.lower() not in NO_NUMBER]
        if not values or kind is Kind.TEXT:
            return True
        if kind is Kind.INSTANT:
            return families_of(values)[1] >= share
        return sum(is_number(value) for value in values) >= share * len(values)

    def misfit(self, index: int, kind: Kind) -> str:
        """A value that does not look like the kind."""
        return next((value for value in self.values[index] if not _looks_like(value, kind)), "")


@dataclass(frozen=True)
class Misfit:
    """A column whose heading says the key and whose values do not, for example `sample`."""

    heading: str
    sample: str


@dataclass(frozen=True)
class Columns:
    """What each key reads from; keys that no column says are absent, some of them for their `misfits`."""

    guesses: Mapping[str, Guess] = field(default_factory=dict)
    misfits: Mapping[str, Misfit] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.guesses

    def column(self, key: str) -> int | None:
        guess = self.guesses.get(key)
        return None if guess is None else guess.index


def recognise(sample: Sample, wanted: Mapping[str, str]) -> Columns:
    """The mapping of one table. `wanted` is what the user said: key to heading, column number, or '' for none."""
    guesses: dict[str, Guess] = {}
    for key, column in wanted.items():
        index = find_column(sample.columns, column) if column else None
        if index is not None:
            guesses[key] = _guess(sample, index, Recognised.USER)
    open_keys = [key for key in KEYS.values() if key.name not in wanted]
    if not sample.has_heading:
        _by_values(sample, {key.name for key in open_keys}, guesses)
        return Columns(guesses)
    _by_heading(sample, open_keys, guesses)
    misfits = _misfits(sample, open_keys, guesses)
    if "quantity" in misfits and "price" in guesses and "amount" not in guesses:
        # Without it the price would be taken for the amount; rather have its lines rejected.
        index = sample.columns.index(misfits.pop("quantity").heading)
        guesses["quantity"] = _guess(sample, index, Recognised.HEADING)
    return Columns(guesses, misfits)


def find_column(columns: Sequence[str], wanted: str) -> int | None:
    """A column by heading (case, umlauts and punctuation do not matter) or by number from 1."""
    spelled = [plain(column) for column in columns]
    if wanted in columns:
        return columns.index(wanted)
    if plain(wanted) and plain(wanted) in spelled:
        return spelled.index(plain(wanted))
    if wanted.isdigit() and 1 <= int(wanted) <= len(columns):
        return int(wanted) - 1
    return None


def require_columns(wanted: Mapping[str, str], tables: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Raises UsageError where the user named a column that no table has. `wanted`: what was typed, and its column."""
    for typed, column in wanted.items():
        if column and all(find_column(columns, column) is None for _, columns in tables):
            seen = "; ".join(f"{name}: {listed(columns)}" for name, columns in tables)
            raise UsageError(f"{typed}: there is no such column. The columns are {seen}.")


def _guess(sample: Sample, index: int, by: Recognised) -> Guess:
    return Guess(index, by, tuple(dict.fromkeys(sample.values[index]))[:3])


def _by_heading(sample: Sample, keys: Sequence[Key], guesses: dict[str, Guess]) -> None:
    scored = [(heading_score(key, heading), key, index) for key in keys for index, heading in enumerate(sample.columns)]
    taken = {guess.index for guess in guesses.values()}
    for score, key, index in sorted(scored, key=lambda each: (-each[0], each[2])):
        share = FITS_ITS_HEADING if score >= KNOWN else FITS
        if score and key.name not in guesses and index not in taken and sample.fits(index, key.kind, share):
            if score < KNOWN and not _weak_word_will_do(key, guesses):
                continue
            guesses[key.name] = _guess(sample, index, Recognised.HEADING)
            taken.add(index)
    if "customer" in guesses and "name" in {key.name for key in keys} - set(guesses):
        _name_beside_number(sample, taken, guesses)
    dates = [n for n in range(len(sample.columns)) if n not in taken and sample.values[n] and _is_date(sample, n)]
    if "at" not in guesses and "at" in {key.name for key in keys} and len(dates) == 1:
        guesses["at"] = _guess(sample, dates[0], Recognised.VALUES)
    if "customer" not in guesses and "name" in guesses and "customer" in {key.name for key in keys}:
        # A list that knows its customers by name only.
        guesses["customer"] = guesses["name"]


def _name_beside_number(sample: Sample, taken: set[int], guesses: dict[str, Guess]) -> None:
    """`Kunde` beside `Kunden-Nr.` is what the customer is called, where its values are words."""
    for index, heading in enumerate(sample.columns):
        words = [value for value in sample.values[index][:500] if re.search(r"[^\W\d_]{2}", value)]
        worded = bool(words) and len(words) >= FITS * len(sample.values[index][:500])
        if index not in taken and worded and plain(heading) in CALLED:
            guesses["name"] = _guess(sample, index, Recognised.HEADING)
            taken.add(index)
            return


def _misfits(sample: Sample, keys: Sequence[Key], guesses: Mapping[str, Guess]) -> dict[str, Misfit]:
    taken = {guess.index for guess in guesses.values()}
    return {
        key.name: Misfit(heading, sample.misfit(index, key.kind))
        for key in keys
        for index, heading in enumerate(sample.columns)
        if key.name not in guesses and index not in taken and heading_score(key, heading) >= KNOWN
    }


def _looks_like(value: str, kind: Kind) -> bool:
    return is_number(value) if kind is Kind.NUMBER else bool(families_of([value])[0])


def _weak_word_will_do(key: Key, guesses: Mapping[str, Guess]) -> bool:
    """An `invoiceAmount` beside price and quantity is the order's total, repeated on every line."""
    return not (key.name == "amount" and "price" in guesses and "quantity" in guesses)


def _is_date(sample: Sample, index: int) -> bool:
    return sample.fits(index, Kind.INSTANT) and not all(value.isdigit() for value in sample.values[index])


def _by_values(sample: Sample, keys: set[str], guesses: dict[str, Guess]) -> None:
    """Columns without headings: the date, the customer as the first number that comes again, amounts by decimals."""
    taken = {guess.index for guess in guesses.values()}
    free = [n for n in range(len(sample.columns)) if n not in taken and sample.values[n]]

    def take(key: str, candidates: Sequence[int]) -> None:
        if key in keys and key not in guesses and candidates:
            guesses[key] = _guess(sample, candidates[0], Recognised.VALUES)
            free.remove(candidates[0])

    take("at", [n for n in free if sample.fits(n, Kind.INSTANT)])
    take("amount", [n for n in free if _has_decimals(sample.values[n])])
    take("customer", [n for n in free if _comes_again(sample.values[n])])
    take("quantity", [n for n in free if _is_small_count(sample.values[n])])


def _has_decimals(values: Sequence[str]) -> bool:
    return all(is_number(value) for value in values[:500]) and any(re.search(r"[.,]\d{1,2}$", v) for v in values[:500])


def _comes_again(values: Sequence[str]) -> bool:
    distinct = len(set(values))
    return 1 < distinct < len(values) and distinct > len(values) / 200 and not _is_small_count(values)


def _is_small_count(values: Sequence[str]) -> bool:
    return all(re.fullmatch(r"-?\d{1,3}", value) and not value.startswith("00") for value in values[:500])


def listed(columns: Sequence[str], most: int = 24, *, more: str = "and {} more") -> str:
    """Headings for a message; a long list is cut."""
    return ", ".join(columns[:most]) + (f" {more.format(len(columns) - most)}" if len(columns) > most else "")


def missing(key: str, name: str, columns: Sequence[str], *, misfit: Misfit | None) -> BleibError:
    """The error for a key that a table has to say and does not."""
    if misfit is not None:
        return BleibError(
            f"{name}: column '{misfit.heading}' should say '{key}', but Bleib cannot read its values, for example "
            f"'{misfit.sample}'. Export them in another form, or name another column with --map {key}=COLUMN."
        )
    return BleibError(
        f"{name}: no column for '{key}' was recognised. The columns are: {listed(columns)}. "
        f"Say which one it is with --map {key}=COLUMN."
    )
