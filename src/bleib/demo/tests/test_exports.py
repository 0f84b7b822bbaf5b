import csv
import gzip
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from bleib.demo import MARKER, Company, folder_name, truth_of, write_exports
from bleib.demo.exports import german, german_time

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def files(company: Company, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_exports(company, tmp_path_factory.mktemp("exports") / folder_name(company.until))


def read(path: Path) -> list[list[str]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    assert b"\r\n" in content
    return list(csv.reader(content.decode("cp1252").splitlines(), delimiter=";"))


def test_every_file_and_the_folder_say_that_they_are_synthetic(files: list[Path]) -> None:
    assert files[0].parent.name == f"{MARKER}-2026-11-21"
    assert all(path.name.startswith(MARKER) for path in files)
    assert "does not exist" in (files[0].parent / "README.md").read_text()


def test_writing_again_changes_no_byte(company: Company, files: list[Path]) -> None:
    before = {path.name: path.read_bytes() for path in files[0].parent.iterdir()}
    write_exports(company, files[0].parent)
    assert {path.name: path.read_bytes() for path in files[0].parent.iterdir()} == before


def test_all_rows_have_as_many_cells_as_the_heading(files: list[Path]) -> None:
    assert {len(row) for path in files for row in read(path)} == {15}


def test_the_second_file_repeats_its_heading_in_the_middle(files: list[Path]) -> None:
    headings = [sum(row[0] == "Belegnr" for row in read(path)) for path in files]
    assert headings == [1, 2, 1]


def test_the_last_file_ends_with_a_total(files: list[Path]) -> None:
    assert [read(path)[-1][0] == "Summe" for path in files] == [False, False, True]


def test_two_files_overlap_by_the_lines_that_the_truth_counts(company: Company, files: list[Path]) -> None:
    first, second = ({tuple(row) for row in read(path)[1:] if row[0] != "Belegnr"} for path in files[:2])
    repeated = [row for row in read(files[0])[1:] if tuple(row) in second]
    assert len(repeated) == truth_of(company).duplicates > 100
    assert {row[0] for row in repeated} <= {row[0] for row in first & second}


def test_some_orders_repeat_a_position(files: list[Path]) -> None:
    rows = [tuple(row) for row in read(files[0])]
    assert len(rows) > len(set(rows))


def test_the_truth_counts_every_row_of_the_files(company: Company, files: list[Path]) -> None:
    truth = truth_of(company)
    rows = sum(len(read(path)) - 1 for path in files)
    assert rows == truth.lines + truth.headings_again + truth.totals
    assert truth.lines == truth.accepted + truth.duplicates + truth.unreadable_dates


def test_spoilt_dates_take_no_order_away(company: Company) -> None:
    truth = truth_of(company)
    assert truth.unreadable_dates > 5
    assert truth.orders == len({line.ref for line in company.lines if line.customer and line.amount > 0})


def test_numbers_and_times_look_german() -> None:
    assert german(Decimal("1234567.5")) == "1.234.567,50"
    assert german(Decimal("-3.00"), plain=True) == "-3"
    assert german(Decimal("2.25"), plain=True) == "2,25"
    assert german_time(datetime.combine(date(2026, 3, 1), time(7, 5))) == "01.03.2026 07:05"
