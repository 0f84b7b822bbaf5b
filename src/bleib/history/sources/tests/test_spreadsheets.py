"""Workbooks: all sheets, typed cells, text among them, blank rows and columns."""

from __future__ import annotations

import gzip
from datetime import date, datetime

import openpyxl  # type: ignore[import-untyped]
import pytest

from bleib.kernel.errors import BleibError

HEADING = ["Kundennr", "Rechnungsnr", "Rechnungsdatum", "Artikel", "Menge", "Betrag"]
ROWS = [
    ["007", "R1", datetime.fromisoformat("2025-01-31 10:30"), "A", 1, 1234.5],
    [8, "R2", date(2025, 2, 1), "B", 2.5, 0.1],
    [None, "R3", date(2025, 2, 2), "C", 3, 3],
]


@pytest.fixture
def read_book(tmp_path, read_paths):
    """Read a workbook of sheets: name to rows."""

    def read_sheets(name="orders.xlsx", **sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "book.xlsx")
        (tmp_path / "book.xlsx").rename(tmp_path / name)
        return read_paths(tmp_path / name)

    return read_sheets


def test_cells_are_read_as_what_they_are(read_book):
    found = read_book(Tabelle1=[HEADING, *ROWS])
    assert found.each("customer") == ["007", "8", None]
    assert [str(each) for each in found.each("amount")] == ["1234.5000", "0.1000", "3.0000"]
    assert [str(each) for each in found.each("day")] == ["2025-01-31", "2025-02-01", "2025-02-02"]


def test_blank_rows_and_columns_around_a_table_do_not_matter(read_book):
    rows = [[None, None, *row] for row in [["Umsatz 2025"], [], HEADING, [], *ROWS[:2], [], ROWS[2]]]
    assert read_book(Tabelle1=rows).counts.accepted == 3


def test_all_sheets_are_read_and_overlaps_count_once(read_book):
    found = read_book(Januar=[HEADING, *ROWS[:2]], Februar=[HEADING, *ROWS[1:]])
    assert (found.counts.read, found.counts.accepted, found.counts.duplicates) == (4, 3, 1)


def test_sheets_without_orders_are_passed_over(read_book):
    found = read_book(Hinweise=[["Bitte beachten"], ["Vertraulich"]], Leer=[], Zeilen=[HEADING, *ROWS])
    assert {note.name: str(note.role) for note in found.notes} == {
        "orders.xlsx / Hinweise": "skipped",
        "orders.xlsx / Zeilen": "lines",
    }


def test_a_sheet_of_customers_gives_names(read_book):
    found = read_book(Zeilen=[HEADING, *ROWS], Kunden=[["Kundennr", "Firma"], ["007", "Bond GmbH"]])
    assert found.names == {"007": ("Bond GmbH", None)}


def test_german_texts_stand_beside_real_numbers_and_dates(read_book):
    text = ["K1", "R4", "31.01.2025", "A", "1", "1.234,50"]
    number = ["K1", "R5", date(2025, 2, 3), "A", 1, 1.234]
    found = read_book(Tabelle1=[HEADING, text, number, ["K1", "R6", date(2025, 2, 3), "A", 1, 3.25]])
    assert [str(each) for each in found.each("amount")] == ["1234.5000", "1.2340", "3.2500"]


def test_headings_with_line_breaks_and_units(read_book):
    heading = ["Kunden\nNr.", "Rechnungs-\nnr", "Rechnungs\ndatum", "Artikel", "Menge\n(Stk)", "Betrag [EUR]"]
    assert list(read_book(Tabelle1=[heading, *ROWS]).columns) == [
        "customer",
        "order",
        "at",
        "quantity",
        "amount",
        "product",
    ]


def test_dates_of_1900_and_2099_are_rejected(read_book):
    rows = [["K1", "R1", date(year, 1, 1), "A", 1, 1] for year in (1900, 2099, 2025)]
    assert [each.code for each in read_book(Tabelle1=[HEADING, *rows]).rejects] == ["early_at", "late_at"]


@pytest.mark.parametrize("name", ["orders.csv", "orders", "Umsätze [1].xlsx"])
def test_a_workbook_is_recognised_by_its_content(read_book, name):
    assert read_book(name=name, Tabelle1=[HEADING, *ROWS]).counts.accepted == 3


def test_a_packed_workbook(read_book, tmp_path, read_paths):
    read_book(Tabelle1=[HEADING, *ROWS])
    (tmp_path / "orders.xlsx.gz").write_bytes(gzip.compress((tmp_path / "orders.xlsx").read_bytes()))
    assert read_paths(tmp_path / "orders.xlsx.gz").counts.accepted == 3


def test_text_that_an_erp_calls_xls_is_read_as_text(read):
    text = "Kundennr\tDatum\tBetrag\nK1\t01.02.2025\t1,50\n"
    assert str(read(text.encode("utf-16"), name="export.xls").total) == "1.5000"


def test_a_stray_cell_in_the_last_corner_is_said_instead_of_filling_the_memory(tmp_path, read_paths):
    book = openpyxl.Workbook()
    for row in (HEADING, *ROWS):
        book.active.append(row)
    book.active.cell(1_048_576, 16_384, "x")
    book.save(tmp_path / "orders.xlsx")
    with pytest.raises(BleibError, match="reaches as far as XFD1048576"):
        read_paths(tmp_path / "orders.xlsx")


def test_a_sheet_that_only_claims_to_be_huge_is_read(tmp_path, read_paths, monkeypatch):
    book = openpyxl.Workbook()
    for row in (HEADING, *ROWS):
        book.active.append(row)
    monkeypatch.setattr(type(book.active), "calculate_dimension", lambda _: "A1:XFD1048576")
    book.save(tmp_path / "orders.xlsx")
    assert read_paths(tmp_path / "orders.xlsx").counts.accepted == 3


def test_a_format_without_content_makes_no_sheet_huge(tmp_path, read_paths):
    book = openpyxl.Workbook()
    for row in (HEADING, *ROWS):
        book.active.append(row)
    book.active.cell(1_048_576, 16_384).font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "orders.xlsx")
    assert read_paths(tmp_path / "orders.xlsx").counts.accepted == 3
