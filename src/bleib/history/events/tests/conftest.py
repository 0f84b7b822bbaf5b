"""`read` writes files and reads them as `bleib import --kind` does; what comes back can be asked in short sentences."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bleib.history.counts import Counts
from bleib.history.events.reading import Contracts, EventReading, nothing_known
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.rejects import Reject

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@dataclass(frozen=True)
class Fact:
    """A staged fact."""

    id: bytes
    type: str
    customer: str | None
    microseconds: int
    day: date
    amount: Decimal | None
    quantity: Decimal | None
    product: str | None
    ref: str | None
    props: dict[str, Any]

    @property
    def occurred_at(self) -> datetime:
        return datetime.fromtimestamp(self.microseconds / 1e6, UTC)


COLUMNS = [each.name for each in fields(Fact)][:-1]


@dataclass(frozen=True)
class Outcome:
    """What one reading gave."""

    counts: Counts
    facts: list[Fact] = field(repr=False)
    rejects: list[Reject]
    kinds: dict[str, str | None]
    columns: dict[str, str]
    notes: dict[str, str]
    names: dict[str, str | None]

    def of(self, type_: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.type == type_]

    def one(self, type_: str) -> Fact:
        [fact] = self.of(type_)
        return fact

    @property
    def types(self) -> list[str]:
        return [fact.type for fact in self.facts]

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        return [(each.line, each.column, each.code) for each in self.rejects]


def outcome(
    *paths: str | Path, kind: str | None = None, contracts: Contracts = nothing_known, **options: Any
) -> Outcome:
    reading = EventReading(ReadOptions(**options), now=NOW, kind=kind, contracts=contracts)
    with reading:
        reading.look(paths)
        counts = reading.read()
        rows = reading.connection.execute(
            "SELECT id, type, customer, epoch_us(occurred_at), occurred_on, amount, quantity, product, ref, props "
            "FROM staged ORDER BY occurred_at, type, customer, product, id"
        ).fetchall()
        plans = reading.events
        telling = next(plan for plan in plans if plan.kind is not None)
        return Outcome(
            counts,
            [_fact(row) for row in rows],
            reading.rejects(),
            {plan.table.name: plan.kind.name if plan.kind else None for plan in plans},
            {key: telling.table.columns[guess.index] for key, guess in telling.columns.guesses.items()},
            {note.name: note.note.en for note in reading.notes},
            dict(reading.connection.execute("SELECT customer, name FROM staged_names").fetchall()),
        )


def _fact(row: tuple[Any, ...]) -> Fact:
    *columns, props = row
    return Fact(**dict(zip(COLUMNS, columns, strict=True)), props=json.loads(props or "{}"))


@pytest.fixture(scope="session")
def read_paths() -> Callable[..., Outcome]:
    return outcome


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_file(*lines: str, name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write_file


@pytest.fixture
def read(write: Callable[..., Path]) -> Callable[..., Outcome]:
    """Write one file, heading first, and read it."""

    def read_lines(*lines: str, **options: Any) -> Outcome:
        return outcome(write(*lines), **options)

    return read_lines
