"""Delimiters, quotes, headings and what stands above them."""

from __future__ import annotations

import pytest

ROWS = [
    ("Kundennr", "Rechnungsnr", "Rechnungsdatum", "Bezeichnung", "Menge", "Betrag"),
    ("K1", "R1", "31.01.2025", "Rohr", "2", "3.50"),
    ("K2", "R2", "01.02.2025", "Blech", "1", "4.25"),
]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_are_recognised(read, delimiter):
    found = read("".join(delimiter.join(row) + "\n" for row in ROWS))
    assert found.each("product") == ["Rohr", "Blech"]
    assert str(found.total) == "7.7500"


def test_blanks_between_columns_without_headings(read):
    lines = (f" {n % 7:05} 2025010{n % 9 + 1} {n % 3 + 1}   {n}.50\n" for n in range(50))
    found = read("".join(lines))
    assert found.columns == {"at": "column 2", "amount": "column 4", "customer": "column 1", "quantity": "column 3"}
    assert found.each("customer").count("00003") == 7


def test_columns_without_headings_are_told_by_their_values(read):
    found = read("".join(f"K{n % 7};{n % 28 + 1:02}.02.2025;{n % 3 + 1};{n},50\n" for n in range(50)))
    assert found.columns == {"at": "column 2", "amount": "column 4", "customer": "column 1", "quantity": "column 3"}
    assert found.counts.read == 50


@pytest.mark.parametrize(
    "top",
    ["Umsatzliste\nMuster GmbH; Stand 01.03.2025\n\n", "sep=;\n", '"Umsatz\nliste"\n', "Zeile\n" * 15, '5" Rohre\n'],
    ids=["title", "sep", "quoted title", "long", "lone quote"],
)
def test_lines_above_the_heading_are_passed_over_and_counted(read, top):
    found = read(top + "".join(";".join(row) + "\n" for row in ROWS) + "K3;R3;31.02.2025;x;1;1.00\n")
    assert found.each("product") == ["Rohr", "Blech"]
    assert found.rejects[0].line == top.count("\n") + 4


def test_headings_may_run_over_several_lines(read):
    found = read('"Kunden-\nNr.";"Rechnungs-\nNr.";Datum;"Betrag\n(EUR)"\nK1;R1;01.02.2025;1,50\nK1;R2;99.02.2025;1\n')
    assert found.columns["customer"] == "Kunden- Nr."
    assert found.each("ref") == ["R1"]
    assert found.rejects[0].line == 6


def test_of_headings_that_stand_twice_the_first_counts(read):
    found = read("Kundennr;Datum;Datum;Betrag;Betrag\nK1;01.02.2025;05.05.2025;1,50;9,99\n")
    assert (str(found.facts[0].day), str(found.total)) == ("2025-02-01", "1.5000")


@pytest.mark.parametrize("extra", [";", ";;", ";;;;"])
def test_delimiters_at_the_end_of_lines_are_no_fields(read_lines, extra):
    found = read_lines(f"K1;R1;01.02.2025;A;1;1,50{extra}", f"K2;R2;01.02.2025;B;1;2,50{extra}")
    assert found.counts.accepted == 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"Rohr; lang"', "Rohr; lang"),
        ('"Rohr ""lang"""', 'Rohr "lang"'),
        ('5" Rohr', '5" Rohr'),
        ('Rohr 5"', 'Rohr 5"'),
        ('"zwei\nZeilen"', "zwei Zeilen"),
        ("'s Rohr", "'s Rohr"),
        ('  "Rohr"  ', "Rohr"),
    ],
)
def test_quotes_are_read_as_they_were_meant(read_lines, written, meant):
    found = read_lines("K0;R0;01.02.2025;A;1;1,50", f"K1;R1;01.02.2025;{written};1;1,50", "K2;R2;01.02.2025;B;1;2,50")
    assert found.each("product") == ["A", meant, "B"]


def test_single_quotes_around_fields(read):
    found = read("'Kundennr';'Datum';'Artikel';'Betrag'\n'K1';'01.02.2025';'it''s; new';'1,50'\n")
    assert found.each("product") == ["it's; new"]


def test_an_open_quote_costs_its_own_line_only(read_lines):
    rows = [f"K{n};R{n:03};01.02.2025;A;1;1,50" for n in range(100)]
    rows[40] = 'K40;R040;01.02.2025;"A;1;1,50'
    found = read_lines(*rows)
    assert found.counts.accepted == 99
    assert [(each.line, each.code) for each in found.rejects] == [(42, "open_quote")]


def test_a_quote_that_only_the_next_quoted_field_would_close_swallows_no_lines(read_lines):
    found = read_lines('K1;R1;01.02.2025;"open;1;1,50', "K2;R2;01.02.2025;A;1;2,50", 'K3;R3;01.02.2025;"fine";1;3,50')
    assert found.each("customer") == ["K2", "K3"]
    assert [(each.line, each.code) for each in found.rejects] == [(2, "open_quote")]


def test_short_lines_are_filled_up_and_long_ones_rejected(read_lines):
    found = read_lines("K1;R1;01.02.2025;A;1;1,50", "K2;R2;01.02.2025;A;B;1;1,50", "K3;R3;01.02.2025;A;1")
    assert [(each.line, each.code) for each in found.rejects] == [(3, "too_many_fields"), (4, "missing_number")]
    assert found.counts.accepted == 1


def test_values_below_an_empty_last_heading_are_a_column(read):
    found = read("Kunde;Datum;Umsatz;\nK1;01.02.2025;5,00;x\nK2;02.02.2025;6,00;\n")
    assert (found.counts.accepted, found.counts.rejected) == (2, 0)
    assert found.note == "columns that are not used: column 4"
