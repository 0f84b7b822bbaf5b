"""The list and what is done from it, as people see it: wide and narrow, light and dark, in two languages."""

from __future__ import annotations

import pytest

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD
from bleib.customers.models import CustomField, Suggestion
from bleib.figures.models import SavedView

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lived_in(company, anna, now, settings, tmp_path):
    settings.HOME = tmp_path
    Suggestion.objects.create(first=company[0], second=company[3], likeness="name", score=95, found_at=now)
    SavedView.objects.create(owner=anna, name="Österreich und die Schweiz", query="country=AT", saved_at=now)
    CustomField.objects.create(key="seats", label="Seats", kind="number")
    return company


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_every_page(opened, anna, lived_in, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    one, other = lived_in[0].pk, lived_in[3].pk
    pages = {
        "list": "/customers/", "none": "/customers/?q=xyz", "new": "/customers/new/",
        "duplicates": "/customers/duplicates/", "edit": f"/customers/{one}/edit/",
        "merge": f"/customers/{one}/merge/?with={other}&q=bir",
    }  # fmt: skip
    for name, path in pages.items():
        page.goto(path)
        page.evaluate("document.querySelectorAll('#content details').forEach(each => each.open = true)")
        assert_fine(page, f"{lang}_customers_{name}")


def test_an_empty_list(opened, anna):
    page = opened("/sign-in/", width=390)
    sign_in(page, anna.email, PASSWORD)
    page.goto("/customers/")
    assert_fine(page, "customers_empty")


def test_filters_narrow_the_list_without_a_new_page_and_ticked_ones_get_a_tag(opened, anna, lived_in):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.goto("/customers/")
    page.evaluate("window.stayed = true")
    page.type("#id_q", "birn")
    page.wait_for_selector("text=1 customer.")
    assert page.evaluate("window.stayed")
    assert "q=birn" in page.url
    page.check("input[name=chosen]")
    page.click("text=Change several at once")
    page.fill("#bulk_tag", "Messe")
    page.click("button[value=tag]")
    page.wait_for_selector("text=1 customer was changed.")
    assert lived_in[1].tags.filter(name="Messe").exists()


def test_a_parent_is_found_while_typing(opened, anna, lived_in):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.goto("/customers/new/")
    page.type("#id_parent_number", "birn")
    page.wait_for_selector("#customers-found option[value='K-101']", state="attached")
