"""DuckDB's own conversion of a CSV file to Parquet: the least that any import of the file has to do."""

from __future__ import annotations

from pathlib import Path

import duckdb


def default(csv: Path) -> None:
    """As DuckDB does it when nothing is asked for (snappy)."""
    convert(csv, "snappy")


def zstd(csv: Path) -> None:
    """With the compression that Bleib's lake uses."""
    convert(csv, "zstd")


def convert(csv: Path, compression: str) -> None:
    to = csv.with_suffix(f".{compression}.parquet")
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_csv('{csv}')) to '{to}' (format parquet, compression {compression})")
    to.unlink()
