"""Columns are recognised from headings and values, and the user has the last word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bleib.history.sources.keys import KEYS, heading_score, plain, without_unit
from bleib.history.sources.options import ReadOptions, parse_columns
from bleib.history.sources.reading import Reading
from bleib.kernel.errors import BleibError, UsageError


@pytest.mark.parametrize("key", list(KEYS))
def test_every_word_belongs_to_one_key_only(key):
    others = {word for other in KEYS.values() if other.name != key for word in other.words}
    assert not others & set(KEYS[key].words)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Kunden-Nr.", "customer"),
        ("DEBITORENNUMMER", "customer"),
        ("CustomerID", "customer"),
        ("customer_id", "customer"),
        ("Firma", "name"),
        ("Belegnummer", "order"),
        ("Invoice No.", "order"),
        ("Pos.", "line"),
        ("Auftragsdatum", "at"),
        ("Order date", "at"),
        ("Art.-Nr.", "product"),
        ("SKU", "product"),
        ("Artikelbezeichnung", "description"),
        ("Stück", "quantity"),
        ("Menge (Stk)", "quantity"),
        ("Qty", "quantity"),
        ("VK-Preis", "price"),
        ("Unit Price", "price"),
        ("Nettobetrag [€]", "amount"),
        ("Betrag in EUR", "amount"),
        ("Line total", "amount"),
        ("Order Total", "amount"),
        ("Umsatz ohne MwSt.", "amount"),
        ("Faktura", "order"),
        ("Fakturadatum", "at"),
        ("Wareneinsatz", "cost"),
        ("Währung", "currency"),
        ("Länderkennzeichen", "country"),
    ],
)
def test_words_of_erps_and_shops(heading, key):
    assert max(KEYS.values(), key=lambda each: heading_score(each, heading)).name == key


@pytest.mark.parametrize("heading", ["Versandart", "Steuersatz", "Bemerkung", "Status", ""])
def test_other_words_belong_to_no_key(heading):
    assert not any(heading_score(key, heading) for key in KEYS.values())


@pytest.mark.parametrize(
    "heading",
    ["Refund Amount", "Discount Amount", "Tax Amount", "Steuerbetrag", "Umsatzsteuer", "Rabattbetrag", "Versandkosten"],
)
def test_amounts_beside_the_one_of_the_order_are_not_taken_for_it(heading):
    assert not any(heading_score(key, heading) for key in KEYS.values())


def test_headings_are_compared_without_case_umlauts_and_marks():
    assert plain(" Größe-Nr. ") == "groessenr"
    assert plain(without_unit("Menge (Stk)")) == "menge"


def test_a_customer_number_goes_before_a_name(read):
    found = read("Kunde;Kundennr;Datum;Betrag\nMüller;4711;01.02.2025;1,50\n")
    assert found.each("customer") == ["4711"]


def test_customers_may_be_known_by_name_only(read):
    assert read("Firma;Datum;Betrag\nMüller;01.02.2025;1,50\n").each("customer") == ["Müller"]


def test_an_unknown_heading_above_the_only_dates_is_the_date(read):
    assert read("Kundennr;Wann;Betrag\nK1;01.02.2025;1,50\n").columns["at"] == "Wann"


def test_a_heading_whose_values_do_not_fit_is_passed_over(read):
    found = read("Kundennr;Datum;Wert;Betrag\nK1;01.02.2025;hoch;1,50\nK2;01.02.2025;niedrig;1,50\n")
    assert found.columns["amount"] == "Betrag"


def test_an_orders_total_beside_price_and_quantity_is_not_the_lines_amount(read):
    found = read("customerId,orderTime,invoiceAmount,price,quantity\n1,2025-01-01,99.00,2.50,2\n")
    assert str(found.total) == "5.0000"


@pytest.mark.parametrize("column", ["Betrag", "betrag", "6"])
def test_the_user_names_a_column_by_heading_or_number(read_lines, column):
    found = read_lines("K1;R1;01.02.2025;A;3;1,50", columns={"quantity": column, "amount": ""})
    assert found.columns["quantity"] == "Betrag"
    assert found.each("amount") == [None]


def test_a_column_that_is_not_there_is_a_wrong_call(read_lines):
    with pytest.raises(UsageError, match=r"--map customer=Foo: there is no such column. The columns are .*Kundennr"):
        read_lines("K1;R1;01.02.2025;A;3;1,50", columns={"customer": "Foo"})


def test_a_source_column_that_is_not_there_is_a_wrong_call(read_lines):
    with pytest.raises(UsageError, match="--source-column Blatt: there is no such column"):
        read_lines("K1;R1;01.02.2025;A;3;1,50", source_column="Blatt")


@pytest.mark.parametrize(
    ("heading", "key"), [("Rechnungsdatum;Betrag", "customer"), ("Kundennr;Betrag", "at"), ("A;B", "customer")]
)
def test_a_missing_column_is_named_with_the_columns_there_are(read, heading, key):
    with pytest.raises(BleibError, match=f"no column for '{key}'.*{heading.replace(';', ', ')}.*--map {key}=COLUMN"):
        read(f"{heading}\n01.02.2025;x\n02.02.2025;y\n")


@pytest.mark.parametrize("wrong", ["customer", "kunde=A", "=A"])
def test_a_mapping_that_is_none_is_a_wrong_call(wrong):
    with pytest.raises(UsageError, match="write KEY=COLUMN"):
        parse_columns([wrong])


@pytest.mark.parametrize("number", ["17850.0", "17850"])
def test_customer_numbers_that_became_floats_are_whole_again(read_lines, number):
    found = read_lines("17850.0;R1;01.02.2025;A;1;1,50", f"{number};R2;01.02.2025;A;1;1,50")
    assert found.each("customer") == ["17850", "17850"]


def test_versions_are_no_floats(read_lines):
    found = read_lines("K1;R1;01.02.2025;1.0;1;1,50", "K1;R2;01.02.2025;1.1;1;1,50")
    assert found.each("product") == ["1.0", "1.1"]


def test_leading_zeros_make_another_customer(read_lines):
    found = read_lines("0017;R1;01.02.2025;A;1;1,50", "17;R2;01.02.2025;A;1;1,50")
    assert found.each("customer") == ["0017", "17"]


@pytest.mark.parametrize("nobody", ["", "NULL", "None", "NaN", "n/a", "-", "\\N"])
def test_lines_without_customer_are_kept_and_counted(read_lines, nobody):
    found = read_lines(f"{nobody};R1;01.02.2025;A;1;1,50", "K1;R2;01.02.2025;A;1;1,50")
    assert (found.counts.accepted, found.counts.without_customer) == (2, 1)


def test_an_order_called_null_is_none(read_lines):
    assert read_lines("K1;NULL;01.02.2025;A;1;1,50", "K1;NULL;02.02.2025;A;1;1,50").each("ref") == [None, None]


def test_a_customer_in_words_beside_the_number_is_the_name(read):
    found = read("Kunden-Nr.;Kunde;Datum;Umsatz\n1001;Meier GmbH;01.02.2025;5,00\n1002;Huber;02.02.2025;5,00\n")
    assert found.names == {"1001": ("Meier GmbH", None), "1002": ("Huber", None)}


def test_a_second_number_of_the_customer_is_no_name(read):
    assert read("Kunden-Nr.;Kunde;Datum;Umsatz\n1001;7;01.02.2025;5,00\n").names == {}


@pytest.mark.slow
def test_the_sample_is_the_beginning_of_the_file(write):
    lines = "".join(f"K{n};R{n};01.02.2025;{n},50\n" for n in range(150_000))
    with Reading(ReadOptions(), now=datetime(2026, 11, 21, tzinfo=UTC)) as reading:
        reading.look([write('Export "2025"\nKundennr;Rechnungsnr;Datum;Betrag\n' + lines)])
        customers = reading.plans[0].sample.values[0]
        assert (customers[0], customers[-1]) == ("K0", "K4999")
