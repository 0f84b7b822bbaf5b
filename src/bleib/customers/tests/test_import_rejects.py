"""What cannot be used is told with its line, column, value and reason; the counts add up."""

import pytest
from django.db import transaction

from bleib.customers.models import Customer
from bleib.history.erased import note
from bleib.kernel.errors import BleibError, UsageError

pytestmark = pytest.mark.django_db


def test_a_line_about_nobody_is_rejected(bring, home):
    result = bring("Kundennummer;Firma;Ort\n1;Eins;Köln\n;;Bonn\n")
    assert (result.counts["read"], result.counts["created"], result.counts["rejected"]) == (2, 1, 1)
    [reject] = result.rejects
    assert (reject.line, reject.column, reject.whole) == (3, "Kundennummer", True)
    assert "list.csv,3,Kundennummer" in (home / result.run.rejects).read_text(encoding="utf-8-sig")


def test_a_cell_that_is_not_understood_is_left_out_and_told(bring):
    result = bring("Kundennummer;Firma;USt-IdNr.;Land\n1;Eins;DE136695977;Atlantis\n")
    assert (result.counts["created"], result.counts["rejected"], result.counts["left_out"]) == (1, 0, 2)
    assert {(each.line, each.column, each.value) for each in result.rejects} == {
        (2, "USt-IdNr.", "DE136695977"),
        (2, "Land", "Atlantis"),
    }
    assert Customer.objects.get().vat_id == ""


def test_where_nothing_is_usable_nothing_is_kept(bring):
    with pytest.raises(BleibError, match="None of the 1 lines could be used"):
        bring("Kundennummer;Firma;Ort\n;;Bonn\n")


def test_a_table_about_something_else_is_refused_with_its_columns(bring):
    with pytest.raises(BleibError, match="no column names a customer"):
        bring("page,dateHit\n3,2014-08-09\n")


def test_a_column_that_is_not_there_is_named(bring):
    with pytest.raises(UsageError, match="--map number=Nummer"):
        bring("Kundennummer;Firma\n1;Eins\n", columns={"number": "Nummer"})


def test_a_column_can_be_named_and_another_be_left_alone(bring):
    bring("Kundennummer;Firma;Suchname\n1;Eins;Zwei\n", columns={"name": "Suchname"})
    assert Customer.objects.get().name == "Zwei"


def test_a_line_with_a_delimiter_too_many_is_rejected_and_the_rest_read(bring):
    result = bring("Kundennummer;Firma\n1;Eins\n2;Zwei;zu;viel\n3;Drei\n")
    assert (result.counts["read"], result.counts["created"], result.counts["rejected"]) == (3, 2, 1)
    assert result.rejects[0].line == 3


def test_a_number_that_is_too_long_is_rejected(bring):
    result = bring(f"Kundennummer;Firma\n{'9' * 201};Lang\n1;Kurz\n")
    assert (result.counts["created"], result.counts["rejected"]) == (2, 0)
    assert Customer.objects.filter(number="Lang").exists()  # the cell was left out, the name says who it is


def test_who_was_erased_does_not_come_back(bring, now):
    with transaction.atomic():
        note(["2"], now=now)
    result = bring("Kundennummer;Firma\n1;Eins\n2;Zwei\n")
    assert (result.counts["created"], [each.code for each in result.rejects]) == (1, ["erased"])
    contracts = bring("Vertragsnr;Kundennr;Beginn;Monatsbetrag\nV1;1;01.01.2025;5\nV2;2;01.01.2025;5\n")
    assert (contracts.counts["created"], contracts.counts["rejected"]) == (1, 1)
