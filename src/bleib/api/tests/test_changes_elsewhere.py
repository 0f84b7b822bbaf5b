"""What changed since: also where a record's answer differs because something else was written."""

from __future__ import annotations

from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection

from bleib.accounts.models import User
from bleib.api import following
from bleib.api.tests.test_changes import beginning, told
from bleib.customers.api import merge
from bleib.customers.merging import unmerge
from bleib.customers.models import Contact, Contract, Customer, CustomField, CustomValue, Product, Standing, Tag
from bleib.customers.words import merge_tags, remove, rename
from bleib.tasks.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(anna, now):
    """A customer of Anna's with a tag, a contact, a contract over a product, a task and a daughter."""
    firm = Customer.objects.create(number="1", name="One", owner=anna, created_at=now)
    firm.tags.add(Tag.objects.create(name="old"))
    Contact.objects.create(customer=firm, last_name="Weber", created_at=now)
    Task.objects.create(title="Call", customer=firm, owner=anna, created_at=now)
    Customer.objects.create(number="2", name="Daughter", parent=firm, created_at=now)
    contract = Contract(number="V1", customer=firm, starts_on=now.date())
    contract.agree(Decimal(5), product=Product.objects.create(code="P1"), now=now)
    return firm


def names(ask, kind: str, since: str, *path: str) -> list[object]:
    found = []
    for each in told(ask, kind, since)["data"]:
        for step in path:
            each = each[0][step] if isinstance(each, list) else each[step]
        found.append(each)
    return found


def test_a_tag_that_is_called_otherwise_changes_whoever_has_it(ask, firm, now):
    since = beginning(ask)
    rename(Tag.objects.get(), "new", by=None, now=now)
    assert names(ask, "customers", since, "tags") == [["new"]]
    assert names(ask, "contacts", since) == []


def test_tags_that_become_one_or_go_change_whoever_had_them(ask, firm, now):
    since = beginning(ask)
    merge_tags(Tag.objects.get(name="old"), Tag.objects.create(name="new"), by=None, now=now)
    assert names(ask, "customers", since, "tags") == [["new"]]
    since = beginning(ask)
    remove(Tag.objects.get(), by=None, now=now)
    assert names(ask, "customers", since, "tags") == [[]]


def test_a_colleague_who_is_called_otherwise_changes_their_customers_and_tasks(ask, firm, anna):
    since = beginning(ask)
    anna.choose_language("en")
    assert names(ask, "customers", since) == []
    User.objects.filter(pk=anna.pk).update(name="Anna New")
    assert names(ask, "customers", since, "owner", "name") == ["Anna New"]
    assert names(ask, "tasks", since, "owner", "name") == ["Anna New"]


def test_another_code_of_a_product_changes_its_contracts(ask, firm):
    since = beginning(ask)
    Product.objects.update(code="P2")
    assert names(ask, "contracts", since, "versions", "product") == ["P2"]


def test_another_number_changes_whoever_names_it(ask, firm):
    since = beginning(ask)
    Customer.objects.filter(pk=firm.pk).update(number="9")
    assert names(ask, "customers", since, "number") == ["9", "2"]
    assert told(ask, "customers", since)["data"][1]["parent"] == "9"
    for kind in ("contacts", "contracts", "tasks"):
        assert names(ask, kind, since, "customer") == ["9"]


def test_another_key_of_a_field_changes_whoever_has_it(ask, firm):
    field = CustomField.objects.create(key="old", label="F", kind="text")
    CustomValue.objects.create(field=field, customer=firm, text="x")
    since = beginning(ask)
    CustomField.objects.update(key="new")
    assert names(ask, "customers", since, "fields") == [{"new": "x"}]


def test_what_moves_back_changes_both(ask, firm, now):
    kept = Customer.objects.create(number="3", name="Kept", created_at=now)
    CustomValue.objects.create(
        field=CustomField.objects.create(key="f", label="F", kind="text"), customer=firm, text="x"
    )
    merge(kept, firm, now=now)
    since = beginning(ask)
    unmerge(firm, now=now)
    fields = {each["number"]: each["fields"] for each in told(ask, "customers", since)["data"]}
    assert fields == {"1": {"f": "x"}, "3": {}}


def test_a_standing_that_goes_changes_its_customer(ask, firm, now):
    Standing.objects.create(customer=firm, kind="customer", since=now)
    since = beginning(ask)
    Standing.objects.all().delete()
    assert names(ask, "customers", since, "standing") == [""]


def test_a_name_spreads_over_many_batches(ask, firm, now, monkeypatch):
    monkeypatch.setattr(following, "BATCH", 4)
    tag, since, more, found = Tag.objects.get(), beginning(ask), True, set[str]()
    for number in range(10, 21):
        Customer.objects.create(number=f"{number}", name="N", created_at=now).tags.add(tag)
    since = beginning(ask)
    rename(tag, "new", by=None, now=now)
    while more:
        page = told(ask, "customers", since)
        found |= {each["number"] for each in page["data"]}
        since, more = page["since"], page["more"]
    assert found == {"1", *(f"{number}" for number in range(10, 21))}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_name_that_is_committed_while_places_are_given_is_told(ask, firm, now, monkeypatch, moment):
    """On PostgreSQL it comes between two statements of whoever gives places; on SQLite it waits for the second."""

    def write() -> None:
        Tag.objects.update(name="new")
        connection.close()

    def spread(*given) -> object:
        if moment == "after":
            noted = real(*given)
        writer.start()
        writer.join(0.5)
        return noted if moment == "after" else real(*given)

    since, real, writer = beginning(ask), following.spread, Thread(target=write)
    Contact.objects.update(last_name="Maier")
    with monkeypatch.context() as watched:
        watched.setattr(following, "spread", spread)
        assert following.settle() is False
    writer.join()
    assert names(ask, "customers", since, "tags") == [["new"]]
    assert not following.is_unsettled()
