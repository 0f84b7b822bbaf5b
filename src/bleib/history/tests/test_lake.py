"""Append at least once, read once - and anybody's Delta reader can open it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from deltalake import DeltaTable

from bleib.history.delta import DataFile
from bleib.history.facts import FACTS
from bleib.history.lake import Lake
from bleib.history.tests.example_facts import line, stage
from bleib.history.tests.killable import JANUARY_EXPORT, NOW
from bleib.kernel.errors import BleibError


def append(home: Path, *lines: dict[str, Any], import_id: int | None = 1, later: int = 0) -> int:
    with duckdb.connect() as connection:
        stage(connection, lines)
        moment = NOW + timedelta(seconds=later)
        return Lake(home).append(connection, table="staged", import_id=import_id, recorded_at=moment)


def facts(home: Path) -> pa.Table:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return connection.sql("from facts order by id").to_arrow_table()


def test_a_version_is_read_once_and_the_next_one_is_seen(tmp_path: Path) -> None:
    append(tmp_path, line("2025-01-05", "K1", "R1"))
    before = Lake(tmp_path).snapshot()
    assert Lake(tmp_path).snapshot() is before
    append(tmp_path, line("2025-01-06", "K2", "R2"), later=1)
    assert len(Lake(tmp_path).files()) == len(before.files) + 1


def test_an_empty_lake_has_the_columns_of_facts(tmp_path: Path) -> None:
    assert facts(tmp_path).schema.names == FACTS.names
    assert (Lake(tmp_path).version(), Lake(tmp_path).months()) == (-1, ())


def test_what_is_appended_is_read_with_the_registered_types(tmp_path: Path) -> None:
    append(tmp_path, line("2025-01-31", "K1", "R1", product="Ä"), line("2025-02-01", None, "R2", None))
    table = facts(tmp_path)
    assert [field.type for field in table.cast(FACTS).schema] == [field.type for field in FACTS]
    assert sorted(table["month"].to_pylist()) == ["2025-01", "2025-02"]


@pytest.mark.parametrize("import_id", [1, None])
def test_the_same_batch_written_twice_counts_once(tmp_path: Path, import_id: int | None) -> None:
    for _ in range(2):
        append(tmp_path, *JANUARY_EXPORT, import_id=import_id)
    assert facts(tmp_path).num_rows == len(JANUARY_EXPORT)


def test_the_newest_claim_wins_in_whatever_order_they_arrive(tmp_path: Path) -> None:
    append(tmp_path, line("2025-01-31", "K1", "R1", 99), import_id=2, later=1)
    append(tmp_path, line("2025-01-31", "K1", "R1", 10), import_id=1)
    assert facts(tmp_path)["amount"].to_pylist() == [99]


def test_a_file_that_no_commit_names_is_invisible(tmp_path: Path) -> None:
    append(tmp_path, line("2025-01-31", "K1", "R1"))
    [file] = Lake(tmp_path).files()
    Path(file.path).with_name("import-9-leftover.parquet").write_bytes(Path(file.path).read_bytes())
    assert facts(tmp_path).num_rows == 1


def test_a_home_folder_may_be_called_anything(tmp_path: Path) -> None:
    home = tmp_path / "Müller's [alt] *?=1"
    append(home, line("2025-01-31", "K1", "R1"))
    assert facts(home).num_rows == 1


def test_files_say_what_they_hold(tmp_path: Path) -> None:
    append(tmp_path, *JANUARY_EXPORT, import_id=7)
    january: DataFile = Lake(tmp_path).files()[0]
    assert (january.month, january.rows, january.imports, january.recorded) == ("2025-01", 20, (7, 7), (NOW, NOW))
    assert january.holds_only(7)
    assert not january.may_hold(6)


def test_a_damaged_log_says_where(tmp_path: Path) -> None:
    append(tmp_path, line("2025-01-31", "K1", "R1"))
    for log in (tmp_path / "facts" / "_delta_log").glob("*.json"):
        log.write_text("{")
    with pytest.raises(BleibError, match="facts cannot be read"):
        Lake(tmp_path).files()


def test_changed_months_are_told_from_the_log(tmp_path: Path) -> None:
    first = append(tmp_path, line("2025-01-31", "K1", "R1"))
    last = append(tmp_path, line("2025-02-01", "K1", "R2"), line("2025-03-01", "K1", "R3"))
    assert Lake(tmp_path).delta.changed_months(first, last) == {"2025-02", "2025-03"}
    assert Lake(tmp_path).delta.changed_months(first, last + 1) is None


def test_arrow_and_polars_read_the_same_table(tmp_path: Path) -> None:
    append(tmp_path, *JANUARY_EXPORT)
    ours = pc.sum(facts(tmp_path)["amount"]).as_py()
    theirs = DeltaTable(tmp_path / "facts").to_pyarrow_table()
    assert theirs.schema.field("amount").type == FACTS.field("amount").type
    assert pc.sum(theirs["amount"]).as_py() == ours
    assert pl.scan_delta(str(tmp_path / "facts")).select(pl.col("amount").sum()).collect().item() == ours


@pytest.mark.spark
def test_sail_reads_the_same_table(tmp_path: Path) -> None:
    append(tmp_path, *JANUARY_EXPORT)
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    spark = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    try:
        frame = spark.read.format("delta").load(str(tmp_path / "facts"))
        assert frame.where("month = '2025-02'").count() == 20
        assert frame.selectExpr("sum(amount) as total").toArrow()["total"].to_pylist() == [
            pc.sum(facts(tmp_path)["amount"]).as_py()
        ]
    finally:
        spark.stop()
        server.stop()
