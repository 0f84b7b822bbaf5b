"""Property: several files in one import give what importing them one after the other gives."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bleib.history.lake import Lake
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.supersede import compare

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEADINGS = {
    False: "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag",
    True: "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag;Position",
}
# Numbers without letters: whether letters say "credit note" is judged by everything that is read together.
lines = st.tuples(
    st.sampled_from(["K1", "K2"]),
    st.sampled_from(["7001", "7002", ""]),
    st.sampled_from(["01.02.2025", "09.02.2025", "03.03.2025"]),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from(["1", "2", "-1"]),
    st.sampled_from(["5,00", "7,50"]),
    st.sampled_from(["1", "2", "3"]),
)
exports = st.lists(st.lists(lines, min_size=1, max_size=6), min_size=2, max_size=4)


def take(home: Path, number: int, *files: Path) -> None:
    """Read files together and take them into the lake as an import does."""
    with Reading(ReadOptions(), now=NOW) as reading:
        reading.look(files)
        reading.read()
        lake, recorded_at = Lake(home), NOW + timedelta(minutes=number)
        compare(reading.connection, lake)
        lake.append(
            reading.connection, table="staged", tombstones="tombstones", import_id=number, recorded_at=recorded_at
        )


def history(home: Path) -> list[Any]:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        columns = "customer, ref, type, occurred_on, product, quantity, amount, id"
        return connection.execute(f"SELECT {columns} FROM facts ORDER BY ALL").fetchall()


def written(folder: Path, rows: Sequence[Sequence[tuple[str, ...]]], *, numbered: bool) -> list[Path]:
    """One file for each export. Each has an order of its own, so that no two are the same."""
    paths = [folder / f"{n}.csv" for n in range(len(rows))]
    for number, (path, export) in enumerate(zip(paths, rows, strict=True)):
        width = 7 if numbered else 6
        own = ("K9", f"900{number}", "01.02.2025", "A", "1", "1,00", "1")
        path.write_text("\n".join([HEADINGS[numbered], *(";".join(line[:width]) for line in (own, *export))]) + "\n")
    return paths


@settings(max_examples=40, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(rows=exports, numbered=st.booleans())
def test_files_together_give_what_they_give_one_by_one(rows: list[list[tuple[str, ...]]], numbered: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder), rows, numbered=numbered)
        together, apart = Path(folder) / "together", Path(folder) / "apart"
        take(together, 0, *files)
        for number, file in enumerate(files):
            take(apart, number, file)
        assert history(together) == history(apart)


def test_what_an_earlier_file_said_of_an_order_replaces_its_lines_in_the_lake(tmp_path: Path) -> None:
    def at(product: str) -> tuple[str, ...]:
        return ("K1", "7001", "01.02.2025", product, "1", "5,00")

    files = written(tmp_path, [[at("A")], [at("A"), at("B")], [at("B")]], numbered=False)
    take(tmp_path, 0, files[0])
    take(tmp_path, 1, *files[1:])
    assert [row[4] for row in history(tmp_path) if row[1] == "7001"] == ["B"]
