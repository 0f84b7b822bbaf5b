"""`read` writes a file and reads it the way the import does; what comes back can be asked about in short sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bleib.history.book import SourceNote
from bleib.history.counts import Counts
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.sources.rejects import Reject

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEADING = "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag"


@dataclass(frozen=True)
class Fact:
    """A staged line."""

    id: bytes
    type: str
    customer: str | None
    microseconds: int
    day: date
    amount: Decimal | None
    quantity: Decimal | None
    cost: Decimal | None
    product: str | None
    ref: str | None

    @property
    def occurred_at(self) -> datetime:
        return datetime.fromtimestamp(self.microseconds / 1e6, UTC)


@dataclass(frozen=True)
class Outcome:
    """What one reading gave."""

    counts: Counts
    currency: str
    facts: list[Fact] = field(repr=False)
    rejects: list[Reject]
    notes: list[SourceNote]
    names: dict[str, tuple[str | None, str | None]] = field(repr=False)
    columns: dict[str, str]

    def each(self, field: str) -> list[Any]:
        """One field of all facts, in the order of order numbers, days and amounts."""
        return [getattr(fact, field) for fact in self.facts]

    @property
    def total(self) -> Decimal:
        return sum((fact.amount for fact in self.facts if fact.amount is not None), Decimal(0))

    @property
    def note(self) -> str:
        """What is said about the tables that gave lines."""
        return "; ".join(note.note.en for note in self.notes if note.role == "lines")


def outcome(*paths: str | Path, **options: Any) -> Outcome:
    """Read files as `bleib import` does."""
    with Reading(ReadOptions(**options), now=NOW) as reading:
        reading.look(paths)
        counts = reading.read()
        rows = reading.connection.execute(
            "SELECT id, type, customer, epoch_us(occurred_at), occurred_on, amount, quantity, cost, product, ref "
            "FROM staged ORDER BY ref, occurred_at, product, amount, id"
        ).fetchall()
        facts = [Fact(*row) for row in rows]
        names = {row[0]: row[1:] for row in reading.connection.execute("FROM staged_names").fetchall()}
        plan = next(plan for plan in reading.plans if plan.role in ("lines", "positions"))
        columns = {key: plan.table.columns[guess.index] for key, guess in plan.columns.guesses.items()}
        return Outcome(counts, reading.currency, facts, reading.rejects(), reading.notes, names, columns)


@pytest.fixture(scope="session")
def read_paths() -> Callable[..., Outcome]:
    return outcome


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file below a folder of the test's own: text (as UTF-8, line ends as given) or bytes."""

    def write_file(content: str | bytes, name: str = "orders.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write_file


@pytest.fixture
def read(write: Callable[..., Path]) -> Callable[..., Outcome]:
    """Write one file and read it."""

    def read_file(content: str | bytes, name: str = "orders.csv", **options: Any) -> Outcome:
        return outcome(write(content, name), **options)

    return read_file


@pytest.fixture
def read_lines(read: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Read order lines below the usual German heading: customer, order, date, product, quantity, amount."""

    def read_below(*lines: str, heading: str = HEADING, **options: Any) -> Outcome:
        return read("\n".join([heading, *lines]) + "\n", **options)

    return read_below


@pytest.fixture
def read_dates(read_lines: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Read one line per date."""

    def read_below(*dates: str, **options: Any) -> Outcome:
        return read_lines(*(f"K{n};R{n:02};{text};A;1;{n},50" for n, text in enumerate(dates)), **options)

    return read_below


@pytest.fixture
def read_amounts(read_lines: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Read one line per amount."""

    def read_below(*amounts: str, **options: Any) -> Outcome:
        return read_lines(*(f"K{n};R{n:02};01.02.2025;A;1;{text}" for n, text in enumerate(amounts)), **options)

    return read_below
