"""Pages of a list: each begins where the one before ended, so the thousandth costs what the first one does.

Many hits: the index of the order is walked, and who does not fit is passed over; where at least one in a hundred
fits, a page is full after some thousand steps. Few hits: they are gathered by the filter's index and sorted.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bleib.customers.importing.load import one
from bleib.figures.listing.sorts import Sort
from bleib.figures.listing.walk import Key, Values, Walk, hits
from bleib.figures.listing.wanted import Wanted

COUNTED = 10_000  # hits are counted up to here
LARGEST = 2**63 - 1
GATHERED = 5_000  # and gathered up to here: from there on a walk over a million is as quick


@dataclass(frozen=True)
class Listing:
    """A list: who is on it, in which order, and how many they are (COUNTED + 1: more than that)."""

    wanted: Wanted
    sort: Sort
    down: bool
    count: int

    @classmethod
    def of(cls, wanted: Wanted, sort: Sort, *, down: bool) -> Listing:
        sql, values = hits(wanted, COUNTED + 1)
        return cls(wanted, sort, down, one(f"select count(*) from ({sql}) h", values))

    @property
    def is_large(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED

    def page(self, size: int, *, before: str = "", after: str = "") -> Page:
        """The page behind (or before) a place; the first one where none is given, or it is no place of this order."""
        place = read_place(before or after, self.sort)
        backwards = bool(before) and place is not None
        walk = Walk(self.wanted, self.sort, self.down, gathered=self.count <= GATHERED)
        rows = walk.rows(place, size + 1, backwards=backwards)
        more, rows = len(rows) > size, rows[:size]
        if backwards:
            return Page.of(rows[::-1], before=more, after=True)
        return Page.of(rows, before=place is not None, after=more)

    def every(self, size: int) -> Iterator[Sequence[int]]:
        """All of them in their order, `size` at a time."""
        place = ""
        while True:
            found = self.page(size, after=place)
            yield found.ids
            if not found.after:
                return
            place = found.after


@dataclass(frozen=True)
class Page:
    """Customers in their order; `before` and `after` are where the neighbours begin, empty at either end."""

    ids: Sequence[int]
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, rows: Sequence[Key], *, before: bool, after: bool) -> Page:
        if not rows:
            return cls([])
        return cls(
            ids=[id for _value, id in rows],
            before=write_place(rows[0]) if before else "",
            after=write_place(rows[-1]) if after else "",
        )


def every_id(wanted: Wanted) -> tuple[str, Values]:
    """SELECT of the ids of all that fit, and its values: for statements about all of them."""
    return hits(wanted)


def write_place(row: Key) -> str:
    """A row as an address names it."""
    value, id = row
    text = json.dumps([None if value is None else str(value), id], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_place(text: str, sort: Sort) -> Key | None:
    """The row that `write_place` named; None where it is none of this order."""
    try:
        value, id = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found = None if value is None else sort.read(_plain(str(value)))
        return _within(found), _within(int(id))
    except (ValueError, TypeError, OverflowError, RecursionError):
        return None


def _plain(text: str) -> str:
    """What a database takes as text. Raises ValueError."""
    text.encode()
    if "\0" in text:
        raise ValueError(text)
    return text


def _within(value: Any) -> Any:
    """What a database takes, where it is a whole number. Raises ValueError."""
    if isinstance(value, int) and abs(value) > LARGEST:
        raise ValueError(value)
    return value
