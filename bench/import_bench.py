"""Importing a large CSV file, against DuckDB's own conversion of the same file to Parquet."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from bench.generate import generated
from bench.measure import Cost, bleib, command, middle
from bench.race import Say, run
from bench.section import Row, Section
from bench.verdict import ratio

FULL_SIZE = 5_000_000
FEW = 1_000
LABELS = {
    "import": "bleib import",
    "csv_to_parquet": "DuckDB, CSV to Parquet (snappy, its default)",
    "csv_to_parquet_zstd": "DuckDB, CSV to Parquet (zstd, as in the lake)",
    "csv_parts": "DuckDB, the parts no import into the lake can do without",
    "few": f"bleib import of {FEW:,} lines: starting, a new folder",
}


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """Whole processes from start to end, because an import is a command."""
    lines = int(FULL_SIZE * scale)
    say(f"import: {lines:,} lines")
    csv = generated("retail", lines=lines, to=data / f"retail-{lines}.csv")
    few = generated("retail", lines=FEW, to=data / f"retail-{FEW}.csv")
    imported(few, home=data / "home")  # the first installation of an environment makes its tables for all that follow
    runs: dict[str, Callable[[], Cost]] = {
        "import": lambda: imported(csv, home=data / "home"),
        "csv_to_parquet": lambda: run("csv_to_parquet", csv).process,
        "csv_to_parquet_zstd": lambda: run("csv_to_parquet_zstd", csv).process,
        "csv_parts": lambda: run("csv_parts", csv).process,
        "few": lambda: imported(few, home=data / "home"),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in runs}
    for repetition in range(repetitions):
        for name, once in runs.items():
            costs[name].append(once())
            say(f"  {repetition + 1}/{repetitions} {name}: {costs[name][-1].seconds:.2f} s")
    return report(lines, {name: middle(laps) for name, laps in costs.items()})


def imported(csv: Path, *, home: Path) -> Cost:
    """Import into an installation that is new each time; the same file again would change nothing."""
    shutil.rmtree(home, ignore_errors=True)
    cost, _ = command(bleib("import", str(csv), "--home", str(home)))
    shutil.rmtree(home)
    return cost


def report(lines: int, costs: dict[str, Cost]) -> Section:
    ours = costs["import"]
    return Section(
        title=f"Import of a CSV file ({lines:,} lines)",
        about="Recognising the format and the columns, identity of every line, duplicates, rejects and a commit to the "
        "lake, against DuckDB reading the file and writing Parquet. Whole processes, into a folder that is new; the "
        "tables of its database were made by an earlier one of the same environment. The parts that no import can do "
        "without are written for this one file: values, an identity for each line, whether one stands twice, and the "
        "columns of the lake; it recognises and refuses nothing, corrects no earlier import, and may be lost.",
        rows=[Row(LABELS[name], cost.seconds, cost.cpu, cost.peak) for name, cost in costs.items()],
        verdicts=[
            ratio("bleib import / DuckDB's conversion, default", ours, costs["csv_to_parquet"], aim=2.5),
            ratio("bleib import / DuckDB's conversion, zstd", ours, costs["csv_to_parquet_zstd"], aim=2.5),
            ratio("bleib import / the parts that no import can do without", ours, costs["csv_parts"]),
            ratio(
                "the parts that no import can do without / DuckDB's conversion",
                costs["csv_parts"],
                costs["csv_to_parquet"],
            ),
        ],
    )
