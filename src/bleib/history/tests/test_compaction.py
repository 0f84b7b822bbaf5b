"""Compaction changes files, never facts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from bleib.history.compaction import compact
from bleib.history.lake import Lake, by_month, claimed, is_contested
from bleib.history.tests.example_facts import line, stage
from bleib.history.tests.killable import FEBRUARY_EXPORT, JANUARY_EXPORT, NOW, take
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def facts(home: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return connection.execute("from facts order by id").fetchall()


def test_every_month_becomes_one_file_sorted_by_customer(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    take(tmp_path, FEBRUARY_EXPORT, file="february")
    before = facts(tmp_path)
    assert compact(tmp_path).months == Lake(tmp_path).months()
    assert facts(tmp_path) == before
    assert [file.month for file in Lake(tmp_path).files()] == list(Lake(tmp_path).months())
    customers = pq.ParquetFile(Lake(tmp_path).files()[0].path).read(["customer"])["customer"].to_pylist()
    assert customers == sorted(customers)


def test_a_month_that_is_compact_is_left_alone(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    compact(tmp_path)
    take(tmp_path, [line("2025-02-28", "K1", "new")], file="new")
    assert compact(tmp_path).months == ("2025-02",)
    assert compact(tmp_path).months == ()


def test_what_a_newer_import_outdid_is_there_when_that_one_is_undone(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    before = facts(tmp_path)
    newer = take(tmp_path, FEBRUARY_EXPORT, file="february")
    compact(tmp_path)
    undo(tmp_path, newer.id, now=NOW)
    assert facts(tmp_path) == before


def test_a_claim_that_an_import_wrote_twice_stays_once(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        stage(connection, JANUARY_EXPORT)
        for second in range(2):
            moment = NOW + timedelta(seconds=second)
            Lake(tmp_path).append(connection, table="staged", import_id=1, recorded_at=moment)
    before = facts(tmp_path)
    compact(tmp_path)
    assert facts(tmp_path) == before
    assert sum(file.rows for file in Lake(tmp_path).files()) == len(JANUARY_EXPORT)


def test_files_nobody_needs_are_deleted_after_the_retention(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    assert compact(tmp_path).deleted == 0
    assert compact(tmp_path, retention_hours=0).deleted == 3


def test_leftovers_of_a_writer_that_died_are_deleted_too(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    compact(tmp_path, retention_hours=0)
    leftover = tmp_path / "facts" / "month=2025-01" / "import-9-leftover.parquet"
    leftover.write_bytes(b"PAR1")
    assert compact(tmp_path, retention_hours=0).deleted == 1
    assert not leftover.exists()


def test_an_empty_lake_needs_no_compaction(tmp_path: Path) -> None:
    assert compact(tmp_path).months == ()


def test_a_month_with_one_claim_on_each_fact_says_so_and_any_other_does_not(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    compact(tmp_path)
    assert not any(is_contested(month) for month in by_month(Lake(tmp_path).files()))
    take(tmp_path, FEBRUARY_EXPORT, file="february")
    compact(tmp_path)
    contested = {month[0].month for month in by_month(Lake(tmp_path).files()) if is_contested(month)}
    with duckdb.connect() as connection:
        claims = claimed(Lake(tmp_path).files())
        query = f"select month from ({claims}) group by month having count(*) > count(distinct id)"
        assert contested == {month for (month,) in connection.execute(query).fetchall()} != set()
