"""What reading files says on the command line is said on a page in words of the page: nobody types options there."""

from __future__ import annotations

import gzip

import pytest
from django.utils.translation import override

from bleib.kernel.errors import BleibError
from bleib.uploads.api import Topic, import_upload, look, start_import, start_trying, try_upload
from bleib.uploads.findings import OUTCOME, read
from bleib.uploads.tests.conftest import ORDERS

pytestmark = pytest.mark.django_db(transaction=True)
HEADING = "Belegnr;Datum;Kundennr;Betrag\n"
ZIP = b"PK\x03\x04" + b"\0" * 40


def said(files, now) -> str:
    """What is wrong with an upload: of its columns, else of the dry run."""
    with override("de"):
        try:
            problem = look(files, now=now).problem
        except BleibError as error:
            return str(error)
    if not problem:
        files.by.choose_language("de")
        start_trying(files, now=now)
        try_upload(upload=files.pk, now=now)
        problem = read(files.folder, OUTCOME)["problem"]
    return problem


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "orders.csv ist keine Tabelle."),
        (ZIP, "orders.csv ist ein Archiv."),
        (b"SQLite format 3\0", "orders.csv ist eine Datenbank."),
        (b"", "orders.csv ist leer."),
        (HEADING, "Unter der Überschrift stehen keine Zeilen."),
        ("Belegnr;Kundennr;Betrag\nR1;K1;5,00\n", "Für „Zeitpunkt“ wurde keine Spalte erkannt."),
        (HEADING + "R1;gestern;K1;5,00\n", "„Zeitpunkt“"),
        (HEADING + "R1;01.02.2999;K1;5,00\n", "Keine der 1 Zeilen war zu brauchen."),
    ],
)
def test_in_german_and_without_options(upload, now, content, sentence):
    told = said(upload(content), now)
    assert sentence in told
    assert "--" not in told
    assert "/" not in told


def test_dates_that_may_be_two_days_are_asked_about(upload, now):
    files = upload(HEADING + "R1;01/02/2025;K1;5,00\nR2;03/02/2025;K1;5,00\n")
    assert look(files, now=now).dates == "01/02/2025"
    start_trying(files, now=now)
    try_upload(upload=files.pk, now=now)
    assert "Say below whether the day or the month comes first" in read(files.folder, OUTCOME)["problem"]


@pytest.mark.slow
def test_another_currency_than_the_installations_is_said(upload, anna, now):
    first = upload(currency="EUR")
    start_import(first, by=anna, now=now)
    import_upload(upload=first.pk, now=now)
    second = upload("Belegnr;Datum;Kundennr;Betrag;Waehrung\nR9;13.02.2025;K1;5,00;USD\n")
    assert "Diese Installation rechnet in EUR." in said(second, now)


def test_a_packed_file_is_read_as_it_is(upload, now):
    seen = look(upload(gzip.compress(ORDERS.encode()), name="orders.csv.gz"), now=now)
    assert seen.tables[0].rows[0][0] == "R1"


def test_a_list_that_names_nobody_is_said(upload, now):
    files = upload("Farbe;Form\nrot;rund\n", name="farben.csv", topic=Topic.CUSTOMERS)
    assert said(files, now) == (
        "farben.csv: Keine Spalte nennt einen Kunden oder ein Produkt. Wählen Sie unten, welche es ist."
    )
