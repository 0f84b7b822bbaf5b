"""What an import did with the lines it read. `read = accepted + duplicates + rejected` always holds."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Counts:
    """Lines, not orders. `without_customer` and `cancellations` are parts of `accepted`, `erased` is a part of
    `without_customer`: lines of customers that were erased;
    `superseded` counts older lines that a newer export of the same order replaced: lines of the lake, and lines of
    an earlier source of the same reading, which are among the `duplicates`."""

    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    without_customer: int = 0
    cancellations: int = 0
    superseded: int = 0
    erased: int = 0

    def __post_init__(self) -> None:
        if self.read != self.accepted + self.duplicates + self.rejected:
            raise AssertionError(f"Lines are missing from the books: {self}")

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))
