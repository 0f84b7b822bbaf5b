"""Merges, undone imports, erasure: who belongs to a segment is somebody who is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.api import Customer, merge, unmerge
from bleib.customers.models import Contact
from bleib.history.importing import import_files
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.undo import undo
from bleib.privacy.api import erase
from bleib.segments.api import Membership, fill
from bleib.segments.models import Due
from bleib.segments.tests.story import NOW, ago, customer, happened, members, order, ready, segment, tell, told

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def test_who_was_merged_belongs_as_the_other_one_and_alone_again_afterwards():
    ready()
    happened(order("Adler", ago(5)), order("Bauer", ago(4)))
    merge(customer("Adler"), customer("Bauer"), now=NOW)
    tell(NOW + timedelta(minutes=1))
    assert (members("new-customers"), members("regulars")) == ([], ["Adler"])
    assert "left new-customers Bauer" not in told()  # it went on as the other one
    assert list(Due.objects.values_list("customer__number", flat=True)) == ["Adler"]
    unmerge(customer("Bauer"), now=NOW)
    tell(NOW + timedelta(minutes=2))
    assert (members("new-customers"), members("regulars")) == (["Adler", "Bauer"], [])


def test_an_erased_customer_leaves_no_membership_and_enters_none():
    ready()
    segment("everybody", {"field": "is_person", "known": True})
    happened(order("Adler", ago(40)), order("Bauer", ago(40)))
    assert members("everybody") == ["Adler", "Bauer"]
    before = len(told())
    erase("customer", customer("Adler").pk, actor=None, now=NOW)
    assert members("everybody") == ["Bauer"]
    tell(NOW + timedelta(minutes=1))
    fill(None, now=NOW + timedelta(minutes=2))
    assert set(Membership.objects.values_list("customer__number", flat=True)) == {"Bauer"}
    assert all("Adler" not in each for each in told()[before:])


def test_an_erased_contact_leaves_its_segment():
    segment("germans", {"field": "contact_language", "is": "de"}, subject="contact")
    happened(order("Adler", ago(5)))
    person = Contact.objects.create(customer=customer("Adler"), last_name="Amsel", language="de", created_at=NOW)
    fill(None, now=NOW)
    assert members("germans") == ["Amsel"]
    erase("contact", person.pk, actor=None, now=NOW)
    fill(["Adler"], now=NOW + timedelta(minutes=1))
    assert not Membership.objects.filter(segment__key="germans").exists()


ORDERS = f"Kundennummer;Rechnungsnr;Rechnungsdatum;Betrag\n10;R1;{ago(40):%d.%m.%Y};100,00\n"


def test_whom_only_an_undone_import_knew_goes_with_its_memberships(home, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    with Reading(ReadOptions(), now=NOW) as reading:
        reading.look([path])
        number = import_files(home, reading, [str(path)], now=NOW, lang="de", watch=str).id
    tell()
    assert members("new-customers") == ["10"]
    undo(home, number, now=NOW)
    tell()
    assert not Customer.objects.filter(number="10").exists()
    assert not Membership.objects.exists()
