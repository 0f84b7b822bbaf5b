"""Merges, undone imports, erasure, former customers: a light belongs to who is a customer now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.customers.api import Customer, merge, unmerge
from bleib.history.api import Change, append_pending
from bleib.history.importing import import_files
from bleib.history.models import PendingFact
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.touched import unpack
from bleib.history.undo import undo
from bleib.lights.api import Colour, Light, judge, override
from bleib.lights.models import LightReason, Override
from bleib.lights.tests.story import NOW, TODAY, ago, case, happened, light, order, reasons, tell
from bleib.privacy.api import erase

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def customer(number: str) -> Customer:
    return Customer.objects.get(number=number)


def facts(number: str) -> list[str]:
    found = PendingFact.objects.filter(customer=number, type="light_changed").order_by("pk")
    return [str(each.props) for each in found]


def test_who_was_merged_is_judged_with_the_other_and_alone_again_afterwards():
    happened(order("Adler", ago(5)), order("Bauer", ago(5)), *case("Bauer", ago(3), severity="high"))
    merge(customer("Adler"), customer("Bauer"), now=NOW)
    tell()
    assert (light("Adler").colour, reasons("Adler")) == ("red", ["serious-case", "open-case"])
    assert not Light.objects.filter(customer__number="Bauer").exists()
    assert all("none" not in each for each in facts("Bauer"))
    unmerge(customer("Bauer"), now=NOW)
    tell()
    assert (light("Adler").colour, light("Bauer").colour, light("Bauer").before) == ("green", "red", "")


def test_a_former_customer_loses_its_light_and_the_history_says_so():
    happened(order("Adler", ago(5)))
    customer("Adler").standings.filter(until=None).update(kind="former")
    assert judge(["Adler"], now=NOW) == 1
    assert not Light.objects.exists()
    assert facts("Adler") == ['{"before":"green","colour":"none"}']


def test_an_erased_customer_leaves_neither_light_nor_reasons_nor_what_somebody_wrote():
    happened(order("Adler", ago(40)))
    override(customer("Adler"), Colour.GREEN, reason="Anna Adler is on holiday", until=TODAY, by=None, now=NOW)
    erase("customer", customer("Adler").pk, actor=None, now=NOW)
    tell(NOW + timedelta(minutes=1))
    judge(None, now=NOW + timedelta(minutes=2))
    assert not Light.objects.exists()
    assert not LightReason.objects.exists()
    assert Override.objects.get().reason == ""


ORDERS = f"Kundennummer;Rechnungsnr;Rechnungsdatum;Betrag\n10;R1;{ago(40):%d.%m.%Y};100,00\n"


def test_whom_only_an_undone_import_knew_goes_although_the_history_knows_a_light(home, tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    with Reading(ReadOptions(), now=NOW) as reading:
        reading.look([path])
        number = import_files(home, reading, [str(path)], now=NOW, lang="de", watch=str).id
    tell()
    assert light("10").colour == "yellow"
    append_pending(now=NOW)
    assert unpack(Change.objects.latest("recorded_at").touched).num_rows == 0  # nobody measures again because of it
    undo(home, number, now=NOW)
    tell()
    assert not Customer.objects.filter(number="10").exists()
    assert not Light.objects.exists()
