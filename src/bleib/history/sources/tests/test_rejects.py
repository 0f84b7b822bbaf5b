"""A bad line is named as an editor counts it, with the column, the value and a sentence; all others are read."""

from __future__ import annotations

import csv
import gzip
from datetime import UTC, datetime

import openpyxl  # type: ignore[import-untyped]
import pytest

from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.sources.reasons import REASONS, reason
from bleib.history.sources.rejects import HEADINGS, Reject, harmless
from bleib.history.sources.rejects import write as write_rejects

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HEADING = "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag\n"
BAD = "K9;BAD;99.99.2025;A;1;1,50\n"
GOOD = "K1;R1;01.02.2025;A;1;1,50\n"


def lines_of(text: str, token: str = "BAD") -> list[int]:
    """The lines on which an editor shows the token."""
    return [number for number, line in enumerate(text.splitlines(), start=1) if token in line]


@pytest.mark.parametrize(
    "text",
    [
        HEADING + GOOD + BAD + GOOD,
        HEADING + "\n\n" + BAD + "\n" + GOOD + BAD,
        HEADING + GOOD.replace("A", '"A\nB"') + BAD + GOOD.replace("A", '"\n\n"') + GOOD + BAD,
        "Liste\n\n" + HEADING + GOOD + BAD,
        HEADING + GOOD.replace("A", '5" A') + BAD + GOOD.replace("A", 'A;"B') + BAD,
        GOOD * 30 + BAD + GOOD,
    ],
    ids=["plain", "blank lines", "quoted line ends", "title", "careful reader", "no heading"],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_line_is_the_one_an_editor_shows(read, text, ending):
    found = read(text.replace("\n", ending))
    assert [each.line for each in found.rejects if each.code == "bad_at"] == lines_of(text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_line_is_the_same_in_every_encoding(read, encoding):
    text = HEADING + GOOD.replace("A", "Öl") + GOOD.replace("A", '"Ö\nl"') + BAD
    assert [each.line for each in read(text.encode(encoding)).rejects] == lines_of(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "special"),
    [(200_000, GOOD), (30_000, f"\n{GOOD}"), (30_000, GOOD.replace("A", '"two\nlines"'))],
    ids=["plain", "blank line", "quoted line end"],
)
def test_the_line_is_right_far_down_a_large_file(write, size, special):
    rows = [f"K{n % 977};R{n};{n % 28 + 1:02}.01.2025;article {n};1;{n % 90},50\n" for n in range(size)]
    rows[1_000] = special
    rows[size // 2] = rows[size - 2] = BAD
    text = HEADING + "".join(rows)
    with Reading(ReadOptions(), now=NOW) as reading:
        reading.look([write(text)])
        counts = reading.read()
        assert [each.line for each in reading.rejects()] == lines_of(text)
    assert (counts.read, counts.rejected) == (size, 2)


def test_rows_of_a_sheet_are_numbered_as_the_program_shows_them(tmp_path, read_paths):
    book = openpyxl.Workbook()
    book.active["B3"] = "Umsatzliste"
    for column, (heading, good, bad) in enumerate([("Kundennr", "K1", "K2"), ("Datum", "01.02.2025", "bald")], 2):
        book.active.cell(6, column, heading)
        book.active.cell(7, column, good)
        book.active.cell(8, column, good)
        book.active.cell(12, column, bad)
    book.save(tmp_path / "orders.xlsx")
    assert [(each.line, each.column, each.value) for each in read_paths(tmp_path / "orders.xlsx").rejects] == [
        (12, "Datum", "bald")
    ]


def test_rejects_name_their_file(write, read_paths):
    one, two = write(HEADING + GOOD + BAD, "one.csv"), write(gzip.compress((HEADING + BAD).encode()), "two.csv.gz")
    assert [(each.file, each.line) for each in read_paths(one, two).rejects] == [("one.csv", 3), ("two.csv.gz", 2)]


def test_a_second_heading_and_a_line_of_totals_are_rejected(read):
    found = read(HEADING + GOOD + HEADING + GOOD + "Summe;;;;;3,00\n")
    assert [(each.line, each.code) for each in found.rejects] == [(3, "heading_again"), (5, "missing_at")]
    assert str(found.total) == "3.0000"


@pytest.mark.slow
@pytest.mark.parametrize("characters", [1_001, 1_000_000, 3_000_000, 9_000_000])
def test_a_field_beyond_all_measure_is_rejected_and_cut(read, characters):
    found = read(HEADING + GOOD + GOOD.replace("A", "x" * characters) + GOOD)
    assert [(each.line, each.column, each.value, each.code) for each in found.rejects] == [
        (3, "Artikel", "x" * 200, "too_long")
    ]


@pytest.mark.slow
def test_a_giant_field_in_the_first_line_hides_no_other_line(read):
    found = read(HEADING + GOOD.replace("A", "x" * 2_000_000) + GOOD)
    assert (found.counts.accepted, found.counts.rejected) == (1, 1)


@pytest.mark.parametrize("code", list(REASONS))
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_reason_is_a_sentence(code, lang):
    said = reason(code, ",", lang)
    assert said[0].isupper()
    assert said[-1] in ".?"
    assert "{" not in said


@pytest.mark.parametrize(("lang", "delimiter"), [("de", ";"), ("en", ",")])
def test_the_reject_file_opens_in_a_spreadsheet(tmp_path, lang, delimiter):
    path = tmp_path / "rejects.csv"
    write_rejects(path, [Reject("=a.csv", 7, "@Datum", "=1+1", "bad_at", "dd.mm.yyyy")], lang)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        heading, row = csv.reader(stream, delimiter=delimiter)
    assert tuple(heading) == HEADINGS[lang]
    assert row[:4] == ["'=a.csv", "7", "'@Datum", "'=1+1"]
    assert "dd.mm.yyyy" in row[4]


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_values_that_a_spreadsheet_would_run_are_quoted(formula):
    assert harmless(formula) == f"'{formula}"


@pytest.mark.parametrize("value", ["-12,50", "+3", "31.02.2025", "", "K1"])
def test_other_values_stay_as_they_are(value):
    assert harmless(value) == value
