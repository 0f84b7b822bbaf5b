"""Undoing an import gives back what stood there, unless somebody worked on it since."""

from datetime import timedelta

import pytest

from bleib.customers.importing.left import shown as shown_left
from bleib.customers.importing.undo import undo_import
from bleib.customers.models import Contact, Contract, Customer, Note, Product, Standing, Tag
from bleib.history.models import PendingFact
from bleib.kernel.errors import BleibError

pytestmark = pytest.mark.django_db
LIST = "Kundennr;Firma;Ort;E-Mail;Tags\n1;Eins;Köln;a@eins.de;vip\n2;Zwei;Bonn;b@zwei.de;\n"


def test_what_came_goes(bring, now):
    run = bring(LIST).run
    undone = undo_import(run.pk, now=now)
    assert undone.left == []
    assert [model.objects.count() for model in (Customer, Contact, Standing)] == [0, 0, 0]


def test_what_was_replaced_comes_back(bring, now):
    bring(LIST)
    again = bring("Kundennr;Ort\n1;Aachen\n").run
    assert undo_import(again.pk, now=now).restored == 1
    assert Customer.objects.get(number="1").city == "Köln"


def test_what_was_changed_since_is_left_and_told(bring, now):
    bring(LIST)
    again = bring("Kundennr;Ort;Land\n1;Aachen;DE\n").run
    Customer.objects.filter(number="1").update(city="Trier")
    undone = undo_import(again.pk, now=now)
    [(what, why)] = shown_left(undone.left, most=20)
    assert (what.de, why.de) == ("Kunde Eins, Ort", "inzwischen geändert, zu 'Trier'")
    assert (what.en, why.en) == ("customer Eins, city", "changed since, to 'Trier'")
    found = Customer.objects.get(number="1")
    assert (found.city, found.country) == ("Trier", "")


def test_a_customer_with_a_note_stays(bring, customer, now):
    run = bring(LIST).run
    Note.objects.create(customer=Customer.objects.get(number="2"), text="ruft gern an", written_at=now)
    undone = undo_import(run.pk, now=now)
    assert Customer.objects.get().number == "2"
    assert len(undone.left) == 1


def test_a_customer_that_a_person_edited_stays(bring, now):
    run = bring(LIST).run
    Customer.objects.get(number="1").edited(now=now)
    undo_import(run.pk, now=now)
    assert Customer.objects.get().number == "1"


def test_a_later_import_keeps_what_it_changed(bring, now):
    first = bring(LIST).run
    bring("Kundennr;Ort\n1;Aachen\n", now=now + timedelta(hours=1))
    undone = undo_import(first.pk, now=now)
    assert Customer.objects.get().number == "1"
    assert undone.left[0].why.en == "another import changed it since"


def test_tags_go_where_they_came_from_the_import(bring, now):
    bring("Kundennr;Firma\n1;Eins\n")
    run = bring("Kundennr;Tags\n1;vip\n").run
    undo_import(run.pk, now=now)
    assert Customer.objects.get().tags.count() == 0
    assert Tag.objects.count() == 1


def test_contracts_go_with_what_they_told_the_history(bring, now):
    run = bring("Vertragsnr;Kundennr;Vertragsbeginn;Monatsbetrag;Produkt\nV1;1;01.02.2025;99,90;P1\n").run
    assert PendingFact.objects.count() == 1
    undo_import(run.pk, now=now)
    assert [each.objects.count() for each in (Contract, Customer, Product, PendingFact)] == [0, 0, 0, 0]


@pytest.mark.slow
def test_a_version_that_came_goes_and_the_contract_stays(bring, contract, customer, now):
    heading = "Vertragsnr;Kundennr;Vertragsbeginn;Monatsbetrag"
    bring(f"{heading}\nV1;1;01.02.2025;100\n")
    run = bring(f"{heading}\nV1;1;01.02.2025;120\n", now=now + timedelta(days=1)).run
    assert Contract.objects.get().versions.count() == 2
    undo_import(run.pk, now=now)
    assert Contract.objects.get().versions.get().amount_per_month == 100


def test_twice_is_once(bring, now):
    run = bring(LIST).run
    undo_import(run.pk, now=now)
    with pytest.raises(BleibError, match="undone already"):
        undo_import(run.pk, now=now)


def test_after_undoing_the_file_can_be_read_again(bring, now):
    undo_import(bring(LIST).run.pk, now=now)
    assert bring(LIST).counts["created"] == 2


def test_imports_are_undone_one_after_the_other(bring, now):
    customers = bring(LIST).run
    contracts = bring("Vertragsnr;Kundennr;Vertragsbeginn;Monatsbetrag\nV1;1;01.02.2025;100\n").run
    undo_import(contracts.pk, now=now)
    assert Customer.objects.get(number="1").standing == "prospect"
    assert undo_import(customers.pk, now=now).left == []
    assert not Customer.objects.exists()
