"""The definitions page in a browser: accessible, no wider than a phone, searched while typing."""

from __future__ import annotations

import pytest

from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_with_one_definition_unfolded(opened, anna, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    page.goto("/definitions/")
    page.click("#retention summary")
    assert_fine(page, f"{lang}_definitions")


def test_the_list_narrows_while_typing(opened, anna):
    page = opened("/sign-in/")
    sign_in(page, anna.email, PASSWORD)
    page.goto("/definitions/")
    page.type("#q", "gini")
    page.wait_for_selector("#cohorts", state="detached")
    assert page.locator(".definition").count() == 1
    assert page.url.endswith("?q=gini")
