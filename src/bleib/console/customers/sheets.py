"""Lists as files: CSV line by line, workbooks of any length. What a spreadsheet takes for a formula is made text."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter  # type: ignore[import-untyped]

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"  # without it, Excel takes UTF-8 for the code page of Windows
MOST_ROWS = 1_000_000  # on one sheet
LINES = 1_000


def csv_lines(titles: Sequence[str], rows: Iterable[Sequence[Any]], *, german: bool) -> Iterator[str]:
    """Some thousand lines at a time; German Excel expects semicolons and decimal commas."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if german else ",", lineterminator="\r\n")
    text.write(BOM)
    writer.writerow([guarded(title) for title in titles])
    for number, row in enumerate(rows, 1):
        writer.writerow([_plain(value, german) for value in row])
        if number % LINES == 0:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def workbook(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """An open temporary file, which goes when it is closed. Rows go to disk one by one."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever answers with it closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    place, sheet = 0, None
    for row in rows:
        if sheet is None or place > MOST_ROWS:
            sheet, place = _sheet(book, titles, bold), 1
        _write(sheet, place, row, day=day)
        place += 1
    if sheet is None:
        _sheet(book, titles, bold)
    book.close()
    file.seek(0)
    return file


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _plain(value: Any, german: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float):
        number = f"{value:.2f}"
        return number.replace(".", ",") if german else number
    return guarded(value) if isinstance(value, str) else str(value)


def _sheet(book: Any, titles: Sequence[str], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, bold)
    return sheet


def _write(sheet: Any, place: int, row: Sequence[Any], *, day: Any) -> None:
    for column, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(place, column, value, day)
        elif isinstance(value, str):
            sheet.write_string(place, column, guarded(value))
        elif value is not None:
            sheet.write_number(place, column, float(value))
