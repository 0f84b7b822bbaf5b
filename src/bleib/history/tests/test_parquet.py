"""Months are written two at a time where that is possible; what stands in them is the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bleib.history import parquet

ROWS = "select day, n, n % 3 as customer from lines"


@pytest.mark.parametrize("kind", ["table", "temp table"])
def test_every_row_stands_in_the_file_of_its_month(tmp_path: Path, kind: str) -> None:
    with duckdb.connect() as connection:
        days = "select date '2025-01-01' + cast(range % 300 as integer) as day, range as n from range(30_000)"
        connection.execute(f"create {kind} lines as {days}")
        months = ["2025-02", "2025-01", "2025-10", "2026-01"]
        made = parquet.write(connection, ROWS, day="day", months=months, folder=tmp_path, prefix="a")
        for action in made:
            [month] = action.partition_values.values()
            written = f"from read_parquet('{tmp_path / action.path}', hive_partitioning = false)"
            expected = f"from ({ROWS}) where strftime(day, '%Y-%m') = '{month}'"
            assert connection.execute(f"({written} except all {expected})").fetchall() == []
            assert connection.execute(f"({expected} except all {written})").fetchall() == []
    assert [Path(action.path).parent.name for action in made] == ["month=2025-01", "month=2025-02", "month=2025-10"]


def test_an_error_in_one_month_is_told(tmp_path: Path) -> None:
    (tmp_path / "month=2025-02").write_text("in the way")
    with duckdb.connect() as connection:
        connection.execute("create table lines as select date '2025-02-01' as day, 1 as n")
        with pytest.raises(FileExistsError):
            parquet.write(connection, ROWS, day="day", months=["2025-01", "2025-02"], folder=tmp_path, prefix="a")
