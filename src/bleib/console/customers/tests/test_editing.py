"""Customers are entered and edited by hand."""

from __future__ import annotations

import pytest

from bleib.audit.models import Entry
from bleib.customers.models import Customer, CustomField

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, anna):
    client.force_login(anna)
    return client


SAID = {"number": "N1", "name": "Neu GmbH", "country": "de", "vat_id": "DE 136695976", "tags_text": "A, b ,A,"}


def test_a_customer_is_entered_as_a_prospect(browser, company):
    field = CustomField.objects.create(key="seats", label="Seats", kind="number")
    answer = browser.post("/customers/new/", SAID | {"parent_number": "K-100", f"own_{field.key}": "12.5"})
    made = Customer.objects.get(number="N1")
    assert answer.url == f"/customers/{made.pk}/"
    assert (made.standing, made.country, made.vat_id, made.kept_by) == ("prospect", "DE", "DE136695976", "person")
    assert made.parent == company[0]
    assert sorted(made.tags.values_list("name", flat=True)) == ["A", "b"]
    assert made.custom_values.get().value == 12.5
    assert Entry.objects.filter(verb="added").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"vat_id": "DE123456789"}, "is no VAT id"), ({"number": "K-100"}, "already exists"),
        ({"parent_number": "77"}, "There is no customer with the number 77"), ({"country": "Germany"}, "at most 2"),
        ({"own_seats": "many"}, "is no number"), ({"time_zone": "Mars"}, "is no time zone"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(browser, company, wrong, said):
    CustomField.objects.create(key="seats", label="Seats", kind="number")
    page = browser.post("/customers/new/", SAID | wrong)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert Customer.objects.count() == 4


def test_editing_keeps_the_number_and_tells_the_log_what_changed(browser, company):
    one = company[1]
    page = browser.get(f"/customers/{one.pk}/edit/").content.decode()
    assert 'name="number"' not in page
    assert "A-Kunde" in page
    browser.post(f"/customers/{one.pk}/edit/", {"name": "Birnen AG", "number": "X", "tags_text": ""})
    one.refresh_from_db()
    assert (one.number, one.name, one.tags.count()) == ("K-101", "Birnen AG", 0)
    assert Entry.objects.get(verb="changed").data["after"]["name"] == "Birnen AG"


def test_nobody_is_above_oneself(browser, company):
    Customer.objects.filter(pk=company[1].pk).update(parent=company[0])
    page = browser.post(f"/customers/{company[0].pk}/edit/", {"name": "Ä", "parent_number": "K-101"})
    assert "cannot be above it" in page.content.decode()


def test_companies_that_belong_to_each_other_do_not_hold_up_who_edits_a_third(browser, company):
    """A list that was imported may say so."""
    Customer.objects.filter(pk=company[0].pk).update(parent=company[1])
    Customer.objects.filter(pk=company[1].pk).update(parent=company[0])
    browser.post(f"/customers/{company[2].pk}/edit/", {"name": "Cassis", "parent_number": "K-101"})
    assert Customer.objects.get(pk=company[2].pk).parent == company[1]


def test_others_are_found_while_typing(browser, company):
    page = browser.get("/customers/found/", {"parent_number": "birn"}).content.decode()
    assert page.strip() == '<option value="K-101">Birnen GmbH</option>'
