"""Customers appear when facts name them, and follow the facts."""

import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from bleib.customers import appearing
from bleib.customers.appearing import appear
from bleib.customers.models import Customer, Note, Standing
from bleib.history.api import Change, NewFact, append_pending, record
from bleib.history.importing import import_files
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ORDERS = """\
Kundennummer;Kundenname;Land;Rechnungsnr;Rechnungsdatum;Artikelnr;Menge;Betrag
10;Müller GmbH;Deutschland;R1;05.03.2024;A1;1;100,00
10;Müller GmbH;Deutschland;R2;05.04.2025;A1;1;100,00
11;Weiß AG;Österreich;R3;06.03.2024;A1;1;100,00
"""


@pytest.fixture
def orders(tmp_path, home, now):
    """Import order lines into the history; returns the import's number."""

    def importing(text=ORDERS):
        path = tmp_path / "orders.csv"
        path.write_text(text, encoding="utf-8")
        with Reading(ReadOptions(), now=now) as reading:
            reading.look([path])
            return import_files(home, reading, [str(path)], now=now, lang="de", watch=str).id

    return importing


def tell(now):
    """Everything that is new is told, twice."""
    for change in Change.objects.fresh():
        appear(change, now=now)
        assert appear(change, now=now) == 0


def standings(number):
    rows = Standing.objects.filter(customer__number=number).order_by("since")
    return [(each.kind, each.since.date().isoformat(), each.until) for each in rows]


def test_they_appear_with_name_country_and_first_purchase(orders, now):
    orders()
    tell(now)
    told = Customer.objects.order_by("number").values_list("number", "name", "country", "kept_by")
    assert list(told) == [("10", "Müller GmbH", "DE", "facts"), ("11", "Weiß AG", "AT", "facts")]
    assert standings("10") == [("customer", "2024-03-04", None)]  # the 5th in Berlin


def test_what_a_person_wrote_stays(orders, customer, now):
    customer("10", name="Müller, unser Liebling", country="CH")
    orders()
    tell(now)
    found = Customer.objects.get(number="10")
    assert (found.name, found.country) == ("Müller, unser Liebling", "CH")


def test_a_prospect_becomes_a_customer_with_the_first_purchase(orders, bring, customer, now):
    long_ago = datetime(2023, 1, 1, tzinfo=UTC)
    Standing.objects.create(customer=customer("10"), kind="prospect", since=long_ago)
    bring("Kundennummer;Firma\n11;Weiß AG\n")
    orders()
    tell(now)
    first = standings("10")
    assert [(kind, since) for kind, since, _ in first] == [("prospect", "2023-01-01"), ("customer", "2024-03-04")]
    assert first[0][2] is not None
    assert standings("11") == [("customer", "2024-03-05", None)]  # had bought before anybody wrote it down


def test_a_deal_makes_a_prospect(home, now):
    with transaction.atomic():
        record([NewFact("deal_opened", "20", now, "D1")], now=now)
    append_pending(now=now)
    tell(now)
    assert [kind for kind, _, _ in standings("20")] == ["prospect"]


def test_undone_orders_take_back_whom_only_they_knew(orders, bring, home, now):
    bring("Kundennummer;Firma\n11;Weiß AG\n")
    number = orders()
    tell(now)
    undo(home, number, now=now)
    tell(now)
    assert list(Customer.objects.values_list("number", flat=True)) == ["11"]
    assert [kind for kind, _, _ in standings("11")] == ["prospect"]


def test_a_customer_with_a_note_outlives_its_facts(orders, home, now):
    number = orders()
    tell(now)
    Note.objects.create(customer=Customer.objects.get(number="10"), text="wichtig", written_at=now)
    undo(home, number, now=now)
    tell(now)
    assert list(Customer.objects.values_list("number", flat=True)) == ["10"]


def test_a_merged_number_brings_no_customer_back(home, customer, now):
    kept = customer("1")
    customer("2", merged_into=kept)
    with transaction.atomic():
        record([NewFact("order", "2", now, "L1", amount=Decimal(5), ref="R1")], now=now)
    append_pending(now=now)
    tell(now)
    assert Customer.objects.count() == 2
    assert [kind for kind, _, _ in standings("1")] == ["customer"]


def told_of(now, *facts):
    """Facts that the lake takes in; returns the change that tells of them."""
    with transaction.atomic():
        record(facts, now=now)
    append_pending(now=now)
    return Change.objects.latest("recorded_at")


def test_a_worker_that_read_earlier_does_not_write_later(home, now, monkeypatch):
    """The first has read a history without orders when one comes in and a second worker is told of it."""
    read, over = threading.Event(), threading.Event()

    def slowly(*asked, ask=appearing._first_purchases):
        found = ask(*asked)
        if not read.is_set():
            read.set()
            over.wait(1)
        return found

    def work(change):
        appear(change, now=now)
        connection.close()

    monkeypatch.setattr(appearing, "_first_purchases", slowly)
    first = threading.Thread(target=work, args=[told_of(now, NewFact("deal_opened", "20", now, "D1"))])
    first.start()
    read.wait(10)
    order = NewFact("order", "20", now, "L1", amount=Decimal(5), ref="R1")
    second = threading.Thread(target=work, args=[told_of(now, order)])
    second.start()
    second.join(2)
    over.set()
    for each in (first, second):
        each.join()
    assert [kind for kind, _, until in standings("20") if until is None] == ["customer"]
