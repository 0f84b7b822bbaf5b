"""What changed since: nothing is missed, whoever writes, and however long their transactions last."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction

from bleib.api import following
from bleib.customers.api import merge
from bleib.customers.models import Contact, Customer, Tag
from bleib.tasks.models import Task

MIGRATION = import_module("bleib.api.migrations.0002_what_changed_is_followed")
WRITERS, WRITES = 4, 15


@pytest.fixture
def firm(db, now):
    return Customer.objects.create(number="1", name="One", created_at=now)


def told(ask, kind: str, since: str):
    answer = ask("get", f"changes/{kind}", since=since)
    assert answer.status_code == 200, answer.content
    return answer.json()


def beginning(ask, kind: str = "customers") -> str:
    return told(ask, kind, "now")["since"]


def test_what_changes_is_told_once_and_as_it_is_now(ask, firm, now):
    since = beginning(ask)
    ask("patch", "customers/1", {"city": "Emden"})
    ask("patch", "customers/1", {"city": "Leer", "tags": ["new"], "fields": {}})
    found = told(ask, "customers", since)
    assert [(each["number"], each["city"]) for each in found["data"]] == [("1", "Leer")]
    assert told(ask, "customers", found["since"])["data"] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda firm: Customer.objects.filter(pk=firm.pk).update(city="Emden"),
        lambda firm: firm.tags.add(Tag.objects.create(name="new")),
        lambda _firm: connection.cursor().execute("update customers_customer set city = 'x' where number = '1'"),
    ],
    ids=["queryset", "tag", "sql"],
)
def test_it_does_not_matter_how_it_is_written(ask, firm, change):
    since = beginning(ask)
    change(firm)
    assert [each["number"] for each in told(ask, "customers", since)["data"]] == ["1"]


def test_who_was_merged_or_deleted_is_gone(ask, firm, now):
    other = Customer.objects.create(number="2", name="Two", created_at=now)
    contact = Contact.objects.create(customer=firm, last_name="Weber", created_at=now)
    task = Task.objects.create(title="Call", created_at=now)
    since = beginning(ask)
    merge(firm, other, now=now)
    contact_id, task_id = contact.pk, task.pk
    contact.delete()
    task.delete()
    assert told(ask, "customers", since)["gone"] == [other.pk]
    assert told(ask, "contacts", since)["gone"] == [contact_id]
    assert told(ask, "tasks", since)["gone"] == [task_id]


def test_pages_follow_each_other_to_the_end(ask, db, now, monkeypatch):
    monkeypatch.setattr(following, "BATCH", 4)
    since, numbers, more = beginning(ask), [], True
    Customer.objects.bulk_create(Customer(number=f"{n:02}", name="N", created_at=now) for n in range(11))
    while more:
        page = ask("get", "changes/customers", since=since, limit=3).json()
        numbers += [each["number"] for each in page["data"]]
        since, more = page["since"], page["more"]
    assert sorted(numbers) == [f"{n:02}" for n in range(11)]


def test_contracts_are_told_with_their_versions(ask, firm):
    since = beginning(ask, "contracts")
    said = {"number": "V1", "starts_on": "2026-01-01", "amount_per_month": 5}
    made = ask("post", "customers/1/contracts", said).json()
    assert told(ask, "contracts", since)["data"] == [made]


def test_cursors_of_nobody_and_of_another_time_are_refused(ask, firm):
    epoch, _line, place = beginning(ask).partition("-")
    for odd in ("x", f"{epoch}-", f"{epoch}-{'9' * 30}", f"{epoch}--1", f"{epoch}-１", "-"):  # noqa: RUF001
        assert ask("get", "changes/customers", since=odd).status_code == 422
    assert ask("get", "changes/customers", since=f"another-{place}").status_code == 410


def test_a_copy_of_the_empty_tables_has_an_epoch_of_its_own(ask, db):
    names = []
    for _copy in range(2):
        with connection.cursor() as cursor:
            cursor.execute("delete from api_epoch")
        names.append(beginning(ask).partition("-")[0])
    assert names[0] != names[1]
    assert beginning(ask).startswith(f"{names[1]}-")


def test_nothing_piles_up_where_nobody_asks(ask, firm, now):
    def kept() -> int:
        for city in "abc":
            Customer.objects.filter(pk=firm.pk).update(city=city)
        following.settle_all(now=now + timedelta(minutes=1))
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from api_change")
            return int(cursor.fetchone()[0])

    assert kept() == 0  # nobody has ever asked
    beginning(ask)
    assert kept() == 1
    assert not following.is_unsettled()


def test_the_first_question_does_not_wait_for_what_was_before(ask, firm, monkeypatch):
    monkeypatch.setattr(following, "settle", lambda: pytest.fail("gave a place to what nobody will ask for"))
    since = beginning(ask)
    monkeypatch.undo()
    assert told(ask, "customers", since)["data"] == []


def test_now_is_the_moment_of_the_question_however_much_is_written_meanwhile(ask, firm, monkeypatch):
    beginning(ask)
    settle, rounds = following.settle, []

    def settle_and_write():
        rounds.append(settle())
        assert len(rounds) < 5, "runs after whoever writes"
        Customer.objects.filter(pk=firm.pk).update(city="Emden")
        return True

    Customer.objects.filter(pk=firm.pk).update(city="Leer")
    monkeypatch.setattr(following, "settle", settle_and_write)
    since = beginning(ask)
    monkeypatch.undo()
    assert [each["city"] for each in told(ask, "customers", since)["data"]] == ["Emden"]


@pytest.mark.django_db
def test_the_triggers_are_there_after_all_migrations():
    """A migration that rebuilds a table on SQLite drops them: it has to run `install` of 0002 again."""
    known = "select name from sqlite_master where type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(known if connection.vendor == "sqlite" else "select tgname from pg_trigger")
        found = {name for (name,) in cursor.fetchall()}
    assert set(MIGRATION.names()) <= found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_nothing_is_missed_while_many_write(ask, now):
    """Writers keep their transactions open for a while, so that they commit in another order than they began."""
    firms = [Customer.objects.create(number=f"{n}", name="N", created_at=now) for n in range(WRITERS * WRITES)]
    since, seen, done = beginning(ask), set[str](), threading.Event()

    def write(writer: int) -> None:
        dice = random.Random(writer)
        try:
            for firm in firms[writer::WRITERS]:
                with transaction.atomic():
                    Customer.objects.filter(pk=firm.pk).update(city="Emden")
                    time.sleep(dice.uniform(0, 0.03))
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, writer) for writer in range(WRITERS)]
        while not done.is_set():
            if all(each.done() for each in writing):
                done.set()  # and one more look
            page = told(ask, "customers", since)
            seen |= {each["number"] for each in page["data"] if each["city"] == "Emden"}
            since = page["since"]
    assert [each.result() for each in writing] == [None] * WRITERS
    assert seen == {firm.number for firm in firms}
