"""Of an order that several sources tell differently the later one counts, as if they were imported one by one."""

from __future__ import annotations

from datetime import date

import pytest

HEADING = "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag\n"
PENCIL = "K1;R1;01.02.2025;Bleistift;1;5,00\n"
PAPER = "K1;R1;01.02.2025;Papier;1;7,00\n"
CLIPS = "K2;R2;02.02.2025;Klammern;1;9,00\n"
DEAR_PENCIL = PENCIL.replace("5,00", "6,00")
DELIVERED_LATER = "K1;R1;09.02.2025;Ordner;1;3,00\n"


@pytest.fixture
def read_exports(write, read_paths):
    """Read exports below the usual heading, the first one first."""

    def read(*exports: str):
        return read_paths(*(write(HEADING + lines, f"{n}.csv") for n, lines in enumerate(exports)))

    return read


def counted(found):
    return found.counts.read, found.counts.accepted, found.counts.duplicates, found.counts.superseded


def test_a_corrected_line_replaces_the_old_one(read_exports):
    found = read_exports(PENCIL + PAPER + CLIPS, DEAR_PENCIL + PAPER)
    assert found.each("amount") == [6, 7, 9]
    assert counted(found) == (5, 3, 2, 1)


def test_a_line_that_vanished_is_gone(read_exports):
    found = read_exports(PENCIL + PAPER, PAPER + CLIPS)
    assert found.each("product") == ["Papier", "Klammern"]
    assert counted(found) == (4, 2, 2, 1)


def test_the_file_that_is_named_later_counts(read_exports):
    assert read_exports(DEAR_PENCIL, PENCIL).each("amount") == [5]


def test_a_second_delivery_is_a_further_part_of_the_order(read_exports):
    found = read_exports(PENCIL + PAPER, DELIVERED_LATER)
    assert (len(found.facts), found.counts.superseded) == (3, 0)


@pytest.mark.slow
def test_a_third_export_corrects_the_second(read_exports):
    found = read_exports(PENCIL + PAPER, DEAR_PENCIL, PENCIL + PAPER)
    assert found.each("amount") == [5, 7]


def test_an_export_that_begins_in_the_middle_of_an_order_leaves_what_came_before(read_exports):
    found = read_exports(PENCIL + DELIVERED_LATER, DELIVERED_LATER + CLIPS.replace("02.02.", "20.02."))
    assert found.each("day") == [date(2025, 2, 1), date(2025, 2, 9), date(2025, 2, 20)]


def test_a_credit_under_the_orders_number_leaves_the_order(read_exports):
    found = read_exports(PENCIL, PENCIL.replace(";1;5,00", ";-1;-5,00"))
    assert sorted(found.each("amount")) == [-5, 5]


def test_a_discount_is_corrected_with_its_order(read_exports):
    discount = "K1;R1;01.02.2025;Rabatt;1;-2,00\n"
    found = read_exports(PENCIL + PAPER + discount, PENCIL + PAPER)
    assert sum(found.each("amount")) == 12


def test_the_values_of_a_source_column_correct_each_other_in_their_order(read):
    rows = [("2025-02", DEAR_PENCIL), ("2025-01", PENCIL), ("2025-01", PAPER), ("2025-02", PAPER)]
    text = HEADING.replace("\n", ";Stand\n") + "".join(f"{line.strip()};{state}\n" for state, line in rows)
    assert read(text, source_column="Stand").each("amount") == [6, 7]


def test_within_one_source_nothing_is_replaced(read):
    assert counted(read(HEADING + PENCIL + DEAR_PENCIL + PENCIL)) == (3, 3, 0, 0)
