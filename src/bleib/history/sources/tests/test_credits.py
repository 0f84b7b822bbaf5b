"""What is a cancellation or a credit note, and what is only a discount."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading

HEADING = "Kundennr;Rechnungsnr;Rechnungsdatum;Artikel;Menge;Betrag\n"
SALES = "".join(f"K{n % 5};R{n};{n:02}.01.2025;A;1;10,00\n" for n in range(1, 20))


def credit(found):
    return {fact.ref: (str(fact.amount), str(fact.quantity)) for fact in found.facts if fact.type == "credit"}


def test_a_negative_quantity_is_a_credit(read):
    found = read(HEADING + SALES + "K1;R99;30.01.2025;A;-2;-20,00\n")
    assert credit(found) == {"R99": ("-20.0000", "-2.0000")}
    assert found.counts.cancellations == 1


def test_cancellation_numbers_are_recognised_by_their_minus(read):
    found = read(HEADING + SALES + "K1;C1;30.01.2025;A;-1;-5,00\nK2;C2;30.01.2025;A;-1;-7,00\n")
    assert set(credit(found)) == {"C1", "C2"}


@pytest.mark.parametrize("prefix", ["GS", "GS-", "gs", "RK", "CN ", "Storno"])
def test_credit_notes_with_own_numbers_and_without_minus_lower_the_revenue(read, prefix):
    found = read(HEADING + SALES + f"K1;{prefix}1;30.01.2025;A;1;5,00\n")
    assert credit(found) == {f"{prefix}1": ("-5.0000", "-1.0000")}
    assert str(found.total) == "185.0000"


def test_a_sign_that_was_changed_is_told(read):
    found = read(HEADING + SALES + "K1;GS1;30.01.2025;A;1;5,00\n")
    assert found.note == "numbers that begin with GS are credit notes; their amounts count as negative"


@pytest.mark.parametrize("prefix", ["ST", "M", "HH", "CR"])
def test_a_branch_that_looks_like_a_credit_keeps_its_sign(read, prefix):
    found = read(HEADING + SALES + f"K1;{prefix}1;30.01.2025;A;1;5,00\n")
    assert credit(found) == {}
    assert str(found.total) == "195.0000"


def test_where_most_numbers_begin_so_they_are_invoices(read):
    assert credit(read(HEADING + SALES.replace(";R", ";RK"))) == {}


def test_numbers_of_random_letters_have_no_beginning(read):
    lines = "".join(f"K1;A{n}B{n}C;0{n}.01.2025;A;1;10,00\n" for n in range(1, 9))
    assert credit(read(HEADING + lines + "K1;GS1;30.01.2025;A;1;5,00\n")) == {}


def test_a_discount_within_an_order_is_no_credit(read):
    found = read(HEADING + "K1;R1;01.01.2025;A;1;10,00\nK1;R1;01.01.2025;Rabatt;1;-2,00\n")
    assert found.each("type") == ["order", "order"]
    assert str(found.total) == "8.0000"


def test_a_negative_amount_without_an_order_is_a_credit(read):
    found = read("customer,date,amount\nC1,2025-01-01,10.00\nC1,2025-01-02,-4.00\n")
    assert sorted(found.each("type")) == ["credit", "order"]


def test_lines_of_nothing_are_order_lines(read):
    assert read(HEADING + "K1;R1;01.01.2025;Muster;1;0,00\n").each("type") == ["order"]


TYPED = "Kundennr;Rechnungsnr;Rechnungsdatum;Betrag;Menge;{}\n"
INVOICES = "".join(f"K{n % 5};{n};{n:02}.01.2025;10,00;1;RE\n" for n in range(1, 20))


@pytest.mark.parametrize(
    "word", ["GU", "gs", "Gutschrift", "Stornorechnung", "Credit Note", "Refund", "RK", "Rücksendung"]
)
def test_a_document_type_tells_credit_notes(read, word):
    found = read(TYPED.format("Belegart") + INVOICES + f"K1;99;30.01.2025;5,00;1;{word}\n")
    assert credit(found) == {"99": ("-5.0000", "-1.0000")}
    assert found.note == f"column 'Belegart' says {word} in 1 line: credit notes; their amounts count as negative"


@pytest.mark.parametrize("heading", ["Belegtyp", "Vorgangsart", "Document Type", "Typ", "Invoice Type"])
def test_headings_of_a_document_type(read, heading):
    found = read(TYPED.format(heading) + INVOICES + "K1;99;30.01.2025;5,00;1;Storno\n")
    assert str(found.total) == "185.0000"


@pytest.mark.parametrize("heading", ["S/H", "Soll/Haben", "Soll/Haben-Kennzeichen"])
def test_the_credit_side_of_an_account_is_a_credit(read, heading):
    found = read(TYPED.format(heading) + INVOICES.replace("RE", "S") + "K1;99;30.01.2025;5,00;1;H\n")
    assert str(found.total) == "185.0000"


def test_credit_notes_that_have_a_minus_keep_it(read):
    found = read(TYPED.format("Belegart") + INVOICES + "K1;99;30.01.2025;-5,00;1;GU\n")
    assert credit(found) == {"99": ("-5.0000", "-1.0000")}
    assert found.note == "column 'Belegart' says GU in 1 line: credit notes"


def test_where_most_lines_are_of_a_type_it_means_something_else(read):
    found = read(TYPED.format("Typ") + INVOICES.replace("RE", "GU"))
    assert credit(found) == {}
    assert "not taken for credit notes" in found.note


def test_a_credit_note_may_repeat_its_invoice_in_another_file(write, read_paths):
    heading = TYPED.format("Belegart")
    invoices = write(heading + INVOICES, "a.csv")
    found = read_paths(invoices, write(heading + "K1;1;01.01.2025;10,00;1;GU\n", "b.csv"))
    assert credit(found) == {"1": ("-10.0000", "-1.0000")}
    assert found.counts.duplicates == 0


def test_the_heads_of_orders_may_tell_credit_notes(write, read_paths, tmp_path):
    write("Auftragsnr;Kundennr;Datum;Belegart\n1;K1;01.02.2025;RE\n2;K1;02.02.2025;GU\n", "x/heads.csv")
    write("Auftragsnr;Artikel;Menge;Preis\n1;A;1;9,00\n1;B;1;9,00\n2;A;1;9,00\n", "x/positions.csv")
    assert str(read_paths(tmp_path / "x").total) == "9.0000"


def test_a_document_type_is_not_taken_for_its_number(read):
    found = read("Kundennr;Datum;Vorgangsart;Betrag\nK1;01.01.2025;RE;5,00\nK2;02.01.2025;RE;5,00\n")
    assert "order" not in found.columns


def test_cancelled_orders_are_told(read):
    text = TYPED.format("Auftragsstatus") + INVOICES + "K1;99;30.01.2025;5,00;1;storniert\n"
    found = read(text)
    assert found.counts.cancellations == 0
    assert "column 'Auftragsstatus' says storniert in 1 line; it counts as it stands" in found.note


def test_before_reading_it_is_told_where_credit_notes_are_looked_for(write):
    with Reading(ReadOptions(), now=datetime(2026, 11, 21, tzinfo=UTC)) as reading:
        reading.look([write(TYPED.format("Belegart") + INVOICES)])
        assert [note.note.en for note in reading.notes] == ["column 'Belegart' is looked through for credit notes"]
