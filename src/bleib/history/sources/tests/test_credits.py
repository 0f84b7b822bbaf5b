"""What is a cancellation or a credit note, and what is only a discount."""

from __future__ import annotations

import pytest

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
