"""DATEV's files: debtors become customers, what was invoiced to them becomes facts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bleib.customers.importing.datev import DatevHead, datev_head
from bleib.customers.importing.postings import convert
from bleib.customers.models import Customer
from bleib.history.sources.opening import find_files
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading

HEAD = '"{sign}";700;16;"Debitoren/Kreditoren";5;20260101000000000;;"XY";"";"";1001;456;20260101;4;;;"";"";;;;"EUR"\r\n'
COLUMNS = (
    "Konto;Name (Adressattyp Unternehmen);Unternehmensgegenstand;Name (Adressattyp natürl. Person);"
    "Vorname (Adressattyp natürl. Person);Name (Adressattyp keine Angabe);Adressattyp;Kurzbezeichnung;EU-Land;EU-UStID;"
    "Anrede;Straße;Postleitzahl;Ort;Land;Telefon;E-Mail\r\n"
)
LINES = (
    '10000;"Müller GmbH";"";"";"";"";"2";"";"DE";"DE136695976";"";"Hauptstr. '
    '1";"50667";"Köln";"DE";"";"info@mueller.de"\r\n'
    '10001;"";"";"Blau";"Anna";"";"1";"";"";"";"Frau";"";"";"Bonn";"DE";"";""\r\n'
    '70000;"Lieferant AG";"";"";"";"";"2";"";"";"";"";"";"";"";"";"";""\r\n'
)
YEAR_END = datetime(2026, 12, 31, tzinfo=UTC)
YEAR = DatevHead(21, "Buchungsstapel", date(2025, 7, 1), 4, "EUR")


@pytest.mark.django_db
@pytest.mark.parametrize("sign", ["EXTF", "DTVF"])
def test_debtors_become_customers_and_suppliers_are_rejected(bring, sign):
    result = bring(HEAD.format(sign=sign) + COLUMNS + LINES, encoding="cp1252")
    assert (result.counts["read"], result.counts["created"], result.counts["rejected"]) == (3, 2, 1)
    assert [(each.line, each.value, each.code) for each in result.rejects] == [(5, "70000", "supplier")]
    company, person = Customer.objects.order_by("number")
    assert (company.name, company.vat_id, company.is_person) == ("Müller GmbH", "DE136695976", False)
    assert (person.name, person.is_person, person.contacts.get().salutation) == ("Anna Blau", True, "ms")


@pytest.mark.parametrize(
    ("short", "day"),
    [("0107", date(2025, 7, 1)), ("3112", date(2025, 12, 31)), ("101", date(2026, 1, 1)), ("3002", None), ("1", None)],
)
def test_a_date_without_year_lies_in_the_fiscal_year(short, day):
    assert YEAR.day(short) == day


def test_accounts_of_debtors_have_one_digit_more():
    assert [YEAR.is_debtor(account) for account in ("10000", "69999", "70000", "1000", "100000")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def converted(files, tmp_path):
    with Reading(ReadOptions(), now=YEAR_END) as reading:
        counts = convert(files, tmp_path / "out.csv", connection=reading.connection, scratch=tmp_path)
    return counts, (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()[1:]


def test_the_real_postings_hold_one_invoice(shared_data, tmp_path):
    path = shared_data / "imports" / "datev" / "EXTF_Buchungsstapel.csv"
    [file] = find_files([path])
    head = datev_head(file)
    assert (head.category, head.fiscal_year, head.account_digits) == (21, date(2018, 1, 1), 4)
    counts, lines = converted([str(path)], tmp_path)
    assert (counts.lines, counts.others, counts.bad) == (1, 1, ())
    assert lines == ["10000;RE201802-135;2018-02-22;5950.00;EUR"]


def test_payments_are_no_revenue_and_credit_notes_are_negative(tmp_path):
    head = '"EXTF";700;21;"Buchungsstapel";9;2018;;"";"";"";1;4;20260101;4;20260101;20261231;"";"";1;;0;"EUR"\r\n'
    columns = (
        "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);Belegdatum;"
        "Belegfeld 1\r\n"
    )
    lines = (
        '119,00;"S";"";10000;8400;1503;"R1"\r\n119,00;"H";"";10000;1200;2003;"R1"\r\n'
        '19,00;"H";"";10000;8400;2103;"G1"\r\n1.190,50;"H";"";8400;10001;2203;"R2"\r\nx;"S";"";10000;8400;2303;"R3"\r\n'
    )
    (tmp_path / "in.csv").write_bytes((head + columns + lines).encode("cp1252"))
    counts, written = converted([str(tmp_path / "in.csv")], tmp_path)
    assert (counts.lines, counts.others, [line for line, _ in counts.bad]) == (3, 1, [7])
    amounts = [Decimal(line.split(";")[3]) for line in written]
    assert amounts == [Decimal("119.00"), Decimal("-19.00"), Decimal("1190.50")]
