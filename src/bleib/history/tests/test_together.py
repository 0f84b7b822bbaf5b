"""Property: several files in one import give what importing them one after the other gives."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bleib.history.importing import import_files
from bleib.history.lake import Lake
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEADINGS = {
    False: "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag",
    True: "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag;Position",
}
lines = st.tuples(
    st.sampled_from(["K1", "K2"]),
    st.sampled_from(["R1", "R2", ""]),
    st.sampled_from(["01.02.2025", "09.02.2025", "03.03.2025"]),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from(["1", "2", "-1"]),
    st.sampled_from(["5,00", "7,50"]),
    st.sampled_from(["1", "2", "3"]),
)
exports = st.lists(st.lists(lines, min_size=1, max_size=6), min_size=2, max_size=4)


def take(home: Path, *files: Path) -> int:
    """Import in one call; returns how many facts of the files remained."""
    with Reading(ReadOptions(), now=NOW) as reading:
        reading.look(files)
        result = import_files(home, reading, [str(file) for file in files], now=NOW, lang="en", watch=lambda _: None)
        return result.counts.accepted


def history(home: Path) -> list[Any]:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        columns = "customer, ref, type, occurred_on, product, quantity, amount, id"
        return connection.execute(f"SELECT {columns} FROM facts ORDER BY ALL").fetchall()


def written(folder: Path, rows: Sequence[Sequence[tuple[str, ...]]], *, numbered: bool) -> list[Path]:
    """One file for each export. Each has an order of its own, because the same file again would be recognised."""
    paths = [folder / f"{n}.csv" for n in range(len(rows))]
    for number, (path, export) in enumerate(zip(paths, rows, strict=True)):
        width = 7 if numbered else 6
        own = ("K9", f"Z{number}", "01.02.2025", "A", "1", "1,00", "1")
        path.write_text("\n".join([HEADINGS[numbered], *(";".join(line[:width]) for line in (own, *export))]) + "\n")
    return paths


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(rows=exports, numbered=st.booleans(), first=st.integers(0, 2))
def test_files_together_give_what_they_give_one_by_one(
    rows: list[list[tuple[str, ...]]], numbered: bool, first: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder), rows, numbered=numbered)
        together, apart = Path(folder) / "together", Path(folder) / "apart"
        for file in files[: min(first, len(files) - 1)]:
            take(together, file)
        take(together, *files[min(first, len(files) - 1) :])
        for file in files:
            take(apart, file)
        assert history(together) == history(apart)
