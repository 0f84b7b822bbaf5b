"""One import from its first word to its last, and its undoing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bleib.history import activity, journal
from bleib.history.counts import Counts
from bleib.history.lake import Lake
from bleib.history.models import Import
from bleib.history.tests.example_facts import line, stage
from bleib.history.undo import undo
from bleib.kernel.errors import BleibError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def take(home: Path, *lines: dict[str, Any], file: str = "jan.csv", now: datetime = NOW) -> journal.ImportResult:
    """Import lines as if they stood in `file`."""
    with (
        duckdb.connect() as connection,
        journal.importing(home, fingerprint=file, label=file, options={}, now=now) as entry,
    ):
        if entry.result is None:
            stage(connection, lines)
            counts = Counts(read=len(lines), accepted=len(lines))
            entry.record(connection, counts=counts, names=None, now=now)
        assert entry.result is not None
        return entry.result


def amounts(home: Path) -> list[Decimal]:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return [row[0] for row in connection.execute("select amount from facts order by amount").fetchall()]


def test_an_import_is_in_the_lake_when_it_is_done(tmp_path: Path) -> None:
    result = take(tmp_path, line("2025-01-02", "K1", "R1", 10), line("2025-02-02", "K1", "R2", 20))
    assert (result.already, result.first_day, result.counts.accepted) == (
        False,
        line("2025-01-02", "", "")["occurred_on"],
        2,
    )
    assert amounts(tmp_path) == [10, 20]


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    first = take(tmp_path, line("2025-01-02", "K1", "R1"))
    second = take(tmp_path, line("2025-01-02", "K1", "R1"))
    assert (second.already, second.id, second.counts) == (True, first.id, first.counts)
    assert Lake(tmp_path).version() == 1


@pytest.mark.slow
def test_lines_another_export_repeats_count_once(tmp_path: Path) -> None:
    take(tmp_path, line("2025-01-02", "K1", "R1"))
    again = take(tmp_path, line("2025-01-02", "K1", "R1"), line("2025-02-02", "K1", "R2"), file="feb.csv")
    assert (again.counts.read, again.counts.accepted, again.counts.duplicates) == (2, 1, 1)
    assert amounts(tmp_path) == [10, 10]


@pytest.mark.slow
def test_undoing_one_import_leaves_what_another_claims_too(tmp_path: Path) -> None:
    first = take(tmp_path, line("2025-01-02", "K1", "R1", 10), line("2025-01-03", "K1", "R2", 20))
    take(tmp_path, line("2025-01-02", "K1", "R1", 10), line("2025-02-02", "K1", "R3", 30), file="feb.csv")
    undo(tmp_path, first.id, now=NOW)
    assert amounts(tmp_path) == [10, 30]


@pytest.mark.slow
def test_an_undone_import_can_be_imported_again(tmp_path: Path) -> None:
    first = take(tmp_path, line("2025-01-02", "K1", "R1"))
    undo(tmp_path, first.id, now=NOW)
    assert amounts(tmp_path) == []
    assert not take(tmp_path, line("2025-01-02", "K1", "R1")).already
    assert amounts(tmp_path) == [10]


def test_undoing_twice_says_so(tmp_path: Path) -> None:
    number = take(tmp_path, line("2025-01-02", "K1", "R1")).id
    undo(tmp_path, number, now=NOW)
    with pytest.raises(BleibError, match="undone already"):
        undo(tmp_path, number, now=NOW)


def test_undoing_what_never_was_names_the_list_of_imports(tmp_path: Path) -> None:
    with pytest.raises(BleibError, match="bleib imports"):
        undo(tmp_path, 7, now=NOW)


def test_the_reject_file_goes_with_its_import(tmp_path: Path) -> None:
    (tmp_path / "rejects.csv").write_text("line;column;value;reason\n")
    with (
        duckdb.connect() as connection,
        journal.importing(tmp_path, fingerprint="a", label="a", options={}, now=NOW) as entry,
    ):
        stage(connection, [line("2025-01-02", "K1", "R1")])
        entry.record(connection, counts=Counts(1, 1), names=None, rejects="rejects.csv", now=NOW)
    undo(tmp_path, entry.id, now=NOW)
    assert not (tmp_path / "rejects.csv").exists()


def test_a_failure_while_reading_leaves_no_import(tmp_path: Path) -> None:
    with (
        pytest.raises(BleibError, match="heading"),
        journal.importing(tmp_path, fingerprint="a", label="a", options={}, now=NOW),
    ):
        raise BleibError("a has a heading only")
    assert not Import.objects.exists()


@pytest.mark.slow
def test_instants_of_imports_rise_when_the_clock_does_not(tmp_path: Path) -> None:
    take(tmp_path, line("2025-01-02", "K1", "R1", 10))
    take(tmp_path, line("2025-01-02", "K1", "R1", 99), file="corrected.csv", now=NOW - timedelta(hours=1))
    assert amounts(tmp_path) == [99]


@pytest.mark.slow
def test_names_come_from_the_newest_import_and_go_with_it(tmp_path: Path) -> None:
    for file, name in (("a", "Alt GmbH"), ("b", "Neu GmbH")):
        with (
            duckdb.connect() as connection,
            journal.importing(tmp_path, fingerprint=file, label=file, options={}, now=NOW) as entry,
        ):
            stage(connection, [line("2025-01-02", "K1", "R1")])
            connection.execute(
                f"create table staged_names as select 'K1' as customer, '{name}' as name, 'DE' as country"
            )
            entry.record(connection, counts=Counts(1, 1), now=NOW)
    assert activity.names()["name"].to_pylist() == ["Neu GmbH"]
    undo(tmp_path, entry.id, now=NOW)
    assert activity.names()["name"].to_pylist() == ["Alt GmbH"]
