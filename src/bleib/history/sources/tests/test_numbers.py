"""Numbers with decimal comma or point, thousands, currencies and minus signs in all places."""

from __future__ import annotations

from decimal import Decimal

import pytest


def amounts(found):
    return [None if each is None else Decimal(each).normalize() for each in found.each("amount")]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1.234,50", "1234.5"),
        ("1234,5", "1234.5"),
        ("1 234,50", "1234.5"),
        ("1\u00a0234,50", "1234.5"),
        ("1'234,50", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("12.50", "12.5"),
        (",5", "0.5"),
        ("7,-", "7"),
        ("1,50 €", "1.5"),
        ("€ 1,50", "1.5"),
        ("1,50 EUR", "1.5"),
        ("-5,00", "-5"),
        ("5,00-", "-5"),
        ("(5,00)", "-5"),
        ("- 5,00", "-5"),
        ("\u22125,00", "-5"),
        ("+5,00", "5"),
        ("1,5E+2", "150"),
        ("0,005", "0.005"),
        ("1.234", "1234"),
    ],
)
def test_numbers_among_decimal_commas(read_amounts, written, meant):
    assert amounts(read_amounts("0,99", "17,20 €", "3,10", written))[3] == Decimal(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1,234.50", "1234.5"),
        ("1234.5", "1234.5"),
        ("1,234", "1234"),
        ("12,50", "12.5"),
        (".5", "0.5"),
        ("1e3", "1000"),
    ],
)
def test_numbers_among_decimal_points(read_amounts, written, meant):
    assert amounts(read_amounts("0.99", "17.20", "3.10", written))[3] == Decimal(meant)


@pytest.mark.parametrize(
    ("others", "contradicting"),
    [("1,234.5", "1.234,5"), ("1.234,5", "1,234.5"), ("0,99", "1.23.4,5"), ("0.99", "1,2,3")],
)
def test_a_number_that_contradicts_its_column_is_rejected(read_amounts, others, contradicting):
    found = read_amounts(others, others, others, contradicting)
    assert [(each.line, each.column, each.value, each.code) for each in found.rejects] == [
        (5, "Betrag", contradicting, "bad_number")
    ]


@pytest.mark.parametrize("written", ["NaN", "inf", "-inf", "abc", "1e30", "99999999999999,00", "3 %", "12:30", "A$ 5"])
def test_what_is_no_number_is_rejected_with_its_value(read_amounts, written):
    found = read_amounts("0,99", "17,20", "3,10", written)
    assert [(each.value, each.code) for each in found.rejects] == [(written, "bad_number")]


@pytest.mark.parametrize(("mark", "meant"), [(".", ["999", "1234", "12500"]), (",", ["999", "1234", "12500"])])
def test_whole_numbers_of_which_only_long_ones_have_a_mark_are_thousands(read_amounts, mark, meant):
    found = read_amounts("999", f"1{mark}234", f"12{mark}500")
    assert amounts(found) == [Decimal(each) for each in meant]


def test_points_in_a_german_file_without_any_comma_are_thousands(read_amounts):
    assert amounts(read_amounts("1.234", "2.345")) == [1234, 2345]


def test_three_decimals_everywhere_are_decimals(read_amounts):
    assert amounts(read_amounts("1,234", "0,999")) == [Decimal("1.234"), Decimal("0.999")]


def test_each_column_has_its_own_decimal_mark(read_lines):
    found = read_lines("K1;R1;01.02.2025;A;1.5;2,50", "K2;R2;01.02.2025;A;2.25;1.234,50")
    assert [str(each) for each in found.each("quantity")] == ["1.5000", "2.2500"]
    assert [str(each) for each in found.each("amount")] == ["2.5000", "1234.5000"]


def test_price_is_per_unit_and_amount_per_line(read):
    found = read("customer,date,quantity,price\nC1,2025-01-01,3,2.50\n")
    assert str(found.total) == "7.5000"
    found = read("customer,date,quantity,price,amount\nC1,2025-01-01,3,2.50,7.00\nC2,2025-01-01,3,2.50,\n")
    assert [str(each) for each in found.each("amount")] == ["7.0000", "7.5000"]


def test_millions_are_multiplied_exactly(read):
    found = read("customer,date,quantity,price\nC1,2025-01-01,1000,50000.00\nC2,2025-01-01,2000000,5000000.55\n")
    assert found.total == Decimal(50000000) + Decimal(10000001100000)


def test_a_product_beyond_all_measure_is_rejected(read):
    found = read("customer,date,quantity,price\nC1,2025-01-01,1,1\nC2,2025-01-01,99999999999,99999999\n")
    assert [(each.line, each.code) for each in found.rejects] == [(3, "too_large")]


def test_quantities_that_are_no_numbers_never_make_the_price_the_amount(read):
    found = read(
        "customer;date;quantity;price\nC1;2025-01-01;2 Stk;1,50\nC2;2025-01-01;3 Stk;1,50\nC3;2025-01-01;4;2,50\n"
    )
    assert str(found.total) == "10.0000"
    assert [each.value for each in found.rejects] == ["2 Stk", "3 Stk"]


def test_a_column_that_is_not_used_for_its_values_is_told(read_lines):
    found = read_lines("K1;R1;01.02.2025;A;2 Stk;1,50", "K2;R2;01.02.2025;A;3 Stk;2,50")
    assert "column 'Menge' is not used, because its values are no numbers (for example '2 Stk')" in found.note


def test_amounts_before_discounts_are_told(read):
    found = read("customer,date,quantity,unit price,discount\nC1,2025-01-01,2,10.00,0.2\n")
    assert "amounts are before discounts, because column 'discount' is not used" in found.note


@pytest.mark.parametrize("nothing", ["", "NULL", "\\N", "n/a", "-", "NaN"])
def test_costs_may_be_unknown(read, nothing):
    found = read(f"customer;date;amount;cost\nC1;2025-01-01;1,50;{nothing}\nC2;2025-01-02;1,50;0,70\n")
    assert found.each("cost") == [None, Decimal("0.7")]
