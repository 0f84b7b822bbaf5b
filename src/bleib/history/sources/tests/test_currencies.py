"""One installation counts in one currency; another one is an error, in a column of its own or beside the number."""

from __future__ import annotations

import pytest

from bleib.kernel.errors import BleibError

HEADING = "customer;order;date;amount;currency\n"


@pytest.mark.parametrize("written", ["EUR", "eur", "€", "Euro", "", "NULL"])
def test_ways_of_writing_the_same_currency(read, written):
    found = read(f"{HEADING}C1;O1;2025-01-01;1,50;EUR\nC2;O2;2025-01-01;2,50;{written}\n")
    assert (found.currency, found.counts.accepted) == ("EUR", 2)


def test_a_file_in_another_currency_sets_it_when_none_was_named(read):
    assert read(f"{HEADING}C1;O1;2025-01-01;1,50;CHF\n").currency == "CHF"


def test_another_currency_than_the_one_named_is_an_error(read):
    with pytest.raises(BleibError, match=r"1 line \(order O1\) is in USD, but Bleib counts in EUR"):
        read(f"{HEADING}C1;O1;2025-01-01;1,50;USD\n", currency="EUR")


def test_lines_without_order_numbers_name_none(read):
    with pytest.raises(BleibError, match="2 lines are in USD, but Bleib counts in EUR"):
        read("customer;date;amount;currency\nC1;2025-01-01;1,50;USD\nC2;2025-01-02;1,50;USD\n", currency="EUR")


def test_several_currencies_are_an_error(read):
    with pytest.raises(BleibError, match="in USD, but Bleib counts in EUR"):
        read(f"{HEADING}C1;O1;2025-01-01;1,50;EUR\nC1;O2;2025-01-01;1,50;EUR\nC1;O3;2025-01-01;1,50;USD\n")


@pytest.mark.parametrize(
    ("written", "currency"),
    [("$1.50", "USD"), ("1.50 USD", "USD"), ("£1.50", "GBP"), ("CHF 1.50", "CHF"), ("1.50 €", "EUR")],
)
def test_the_currency_beside_a_number_counts(read_amounts, written, currency):
    found = read_amounts(written, written)
    assert (found.currency, str(found.total)) == (currency, "3.0000")


def test_currencies_beside_numbers_are_never_added_up(read_amounts):
    with pytest.raises(BleibError, match="in USD, but Bleib counts in EUR"):
        read_amounts("1,50 €", "2,50 €", "$ 3,50")


@pytest.mark.slow
def test_a_currency_that_turns_up_far_down_rejects_its_line(read_amounts):
    found = read_amounts(*["1,50"] * 5_001, "$ 3,50")
    assert [(each.value, each.code) for each in found.rejects] == [("$ 3,50", "bad_number")]


@pytest.mark.parametrize("written", ["<b>X", "EURO-CENT", "12", "E"])
def test_what_is_no_currency_is_rejected(read, written):
    found = read(f"{HEADING}C1;O1;2025-01-01;1,50;{written}\nC1;O2;2025-01-01;1,50;EUR\n")
    assert found.currency == "EUR"
    assert [(each.column, each.value, each.code) for each in found.rejects] == [
        ("currency", written.upper(), "bad_currency")
    ]


def test_a_column_without_any_currency_does_not_settle_it(read):
    with pytest.raises(BleibError, match="not a currency of three letters"):
        read(f"{HEADING}C1;O1;2025-01-01;1,50;<b>X\n")
