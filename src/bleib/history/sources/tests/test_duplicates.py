"""Identical lines of overlapping sources count once; repeated positions within one source stay."""

from __future__ import annotations

import pytest

HEADING = "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag\n"
PENCIL = "K1;R1;01.02.2025;Bleistift;1;5,00\n"
PAPER = "K1;R1;01.02.2025;Papier;1;7,00\n"
CLIPS = "K2;R2;02.02.2025;Klammern;1;9,00\n"


def counted(found):
    return found.counts.read, found.counts.accepted, found.counts.duplicates


def test_repeated_positions_within_one_file_stay(read):
    found = read(HEADING + PENCIL * 3)
    assert counted(found) == (3, 3, 0)
    assert len({fact.id for fact in found.facts}) == 3


@pytest.mark.slow
def test_a_copy_of_a_file_changes_nothing(write, read_paths):
    one, two = write(HEADING + PENCIL + PAPER, "one.csv"), write(HEADING + PENCIL + PAPER, "two.csv")
    assert counted(read_paths(one, two)) == (4, 2, 2)
    assert read_paths(one, two).facts == read_paths(one).facts


@pytest.mark.parametrize(("first", "second", "kept"), [(3, 2, 3), (2, 3, 3), (1, 4, 4)])
def test_of_repeated_lines_without_order_number_the_larger_number_counts(write, read_paths, first, second, kept):
    heading, line = HEADING.replace("Rechnungsnr;", ""), PENCIL.replace("R1;", "")
    found = read_paths(write(heading + line * first, "one.csv"), write(heading + line * second, "two.csv"))
    assert counted(found) == (5, kept, 5 - kept)


@pytest.mark.parametrize(("first", "second"), [(3, 2), (2, 3), (1, 4)])
def test_of_repeated_positions_those_of_the_later_export_count(write, read_paths, first, second):
    found = read_paths(write(HEADING + PENCIL * first, "one.csv"), write(HEADING + PENCIL * second, "two.csv"))
    assert counted(found) == (5, second, first)


@pytest.mark.slow
def test_the_values_of_a_source_column_are_sources(read):
    rows = [
        (line, sheet) for sheet, lines in (("x", PENCIL * 2), ("y", PENCIL * 3 + CLIPS)) for line in lines.splitlines()
    ]
    text = HEADING.replace("\n", ";Blatt\n") + "".join(f"{line};{sheet}\n" for line, sheet in rows)
    assert counted(read(text)) == (6, 6, 0)
    assert counted(read(text, source_column="Blatt")) == (6, 4, 2)


def test_the_same_lines_in_another_format_are_the_same(write, read_paths):
    german = write(HEADING + PENCIL, "german.csv")
    english = write("date,customer,order,item,amount,quantity\n2025-02-01,K1,R1,Bleistift,5.00,1.0\n", "english.csv")
    assert counted(read_paths(german, english)) == (2, 1, 1)


def test_ids_do_not_depend_on_file_names_or_order(write, read_paths):
    ours = read_paths(write(HEADING + PENCIL + CLIPS, "one.csv")).each("id")
    theirs = read_paths(write(HEADING + CLIPS + PENCIL, "other.csv")).each("id")
    assert ours == theirs


def test_another_system_has_other_ids(read):
    ours, theirs = (read(HEADING + PENCIL, system=system).each("id") for system in ("shop", "erp"))
    assert ours != theirs


NUMBERED = "Kundennr;Rechnungsnr;Pos;Rechnungsdatum;Betrag\n"


def test_with_line_numbers_order_and_line_are_the_identity(write, read_paths):
    first, second, changed = (
        f"K1;R1;{text}\n" for text in ("1;01.02.2025;5,00", "2;01.02.2025;7,00", "2;01.02.2025;6,00")
    )
    found = read_paths(write(NUMBERED + first + second, "old.csv"), write(NUMBERED + first + changed, "corrected.csv"))
    assert (*counted(found), found.counts.superseded) == (4, 2, 2, 1)
    assert str(found.total) == "11.0000"


def test_repeated_line_numbers_within_one_file_stay(read):
    found = read(NUMBERED + "K1;R1;1;01.02.2025;5,00\nK1;R1;1;01.02.2025;7,00\nK1;R1;1;01.02.2025;7,00\n")
    assert counted(found) == (3, 3, 0)
    assert len({fact.id for fact in found.facts}) == 3


def test_a_file_named_twice_is_read_once(write, read_paths, tmp_path):
    path = write(HEADING + PENCIL, "one.csv")
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert counted(read_paths(path, str(path), tmp_path / "." / "one.csv", link, str(tmp_path / "*.csv"))) == (1, 1, 0)


def test_numbers_that_begin_anew_every_year_are_other_lines(read):
    found = read(NUMBERED + "K1;1001;1;01.02.2024;5,00\nK2;1001;1;01.02.2025;7,00\n")
    assert counted(found) == (2, 2, 0)
    assert len(set(found.each("id"))) == 2


def test_numbers_of_another_year_replace_nothing(write, read_paths):
    last, this = "K1;1001;1;01.02.2024;5,00\n", "K2;1001;1;01.02.2025;7,00\n"
    found = read_paths(write(NUMBERED + last, "2024.csv"), write(NUMBERED + this, "2025.csv"))
    assert str(found.total) == "12.0000"
