"""A colleague's way in a real browser: search by /, the customer's page, history narrowed, a note, a task closed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from bleib.accounts.tests.browsing import LOOKS, assert_fine, chromium, opened, sign_in
from bleib.accounts.tests.people import PASSWORD, anna, now
from bleib.customers.models import Contact, Contract, Customer
from bleib.history.api import NewFact, record
from bleib.profiling.api import want
from bleib.tasks.api import ask

__all__ = ["anna", "chromium", "now", "opened"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def otter(tmp_path, settings, anna, now):
    """A customer with a bit of everything."""
    settings.HOME = tmp_path
    customer = Customer.objects.create(number="K1", name="Öttersche Straßenbaugesellschaft mbH", created_at=now)
    Contact.objects.create(customer=customer, last_name="Maier", mail="maier@otter.example", created_at=now)
    Contract(number="V1", customer=customer, starts_on=date(2026, 1, 1), term_months=24).agree(Decimal(99), now=now)
    want("customer", "industry", question_de="In welcher Branche?", question_en="Which industry?", by=anna, now=now)
    want("contact", "salutation", question_de="Anrede?", question_en="Mr or Ms?", by=anna, now=now)
    ask(title="Call them", customer=customer, owner=anna, due_on=date(2026, 1, 1), now=now)
    with transaction.atomic():
        order = {"type": "order", "customer": "K1", "occurred_at": now, "ref": "R77"}
        lines = [NewFact(**order, key=f"{n}", product=f"P{n}", amount=Decimal(n)) for n in (1, 2)]
        record([*lines, NewFact("answer", "K1", now, key="3", props={"kind": "nps", "score": 2})], now=now)
    return customer


def test_from_the_search_to_a_closed_task(opened, anna, otter):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.wait_for_selector(".shell")
    page.keyboard.press("/")
    page.keyboard.type("oetter")
    page.click("#suggestions a")
    page.wait_for_selector("text=R77")
    page.check("text=Survey answer")
    page.wait_for_selector("text=R77", state="detached")
    page.click("text=Write a note")
    page.fill("#notes textarea", "Calls before noon")
    page.click("#notes form:has(textarea) button")
    page.wait_for_selector("#notes >> text=Calls before noon")
    page.click("#tasks >> text=Close")
    page.wait_for_selector("text=Nothing has to be done.")
    assert not page.said


def test_one_question_after_the_other_is_answered_or_declined(opened, anna, otter):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.goto(f"/customers/{otter.pk}/")
    page.fill("#question [name=value]", "Road building")
    page.keyboard.press("Enter")
    page.wait_for_selector("#question >> text=To Maier")
    page.wait_for_selector("#record >> text=Road building")
    assert Customer.objects.get(pk=otter.pk).industry == "Road building"
    page.click("#question >> text=Not now")
    page.wait_for_selector("#question >> text=Nothing is left to ask")
    assert not page.said


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_pages_of_a_customer_are_fine(opened, anna, otter, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    one, contract = f"/customers/{otter.pk}/", otter.contracts.get()
    for path in (one, f"{one}contracts/{contract.pk}/", f"{one}contacts/add/", "/tasks/", "/search/?q=otter"):
        page.goto(path)
        assert_fine(page, f"{lang}_{path.strip('/').replace('/', '_').replace('?', '_')}")
