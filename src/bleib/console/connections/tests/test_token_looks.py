"""Tokens and the description of the API: accessible, silent, readable on a phone, in two languages, light and dark."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from bleib.accounts.api import Scope, issue_token, revoke_token
from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_a_token_is_made_copied_and_revoked(opened, anna, now, lang, scheme, width):
    anna.choose_language(lang)
    for name, scopes in (("Shop", list(Scope)), ("Report", [Scope.READ_FIGURES])):
        token, _secret = issue_token(name=name, scopes=scopes, expires_at=now + timedelta(days=90), by=anna, now=now)
    revoke_token(token, by=anna, now=now)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, anna.email, PASSWORD)
    page.goto("/connections/")
    assert_fine(page, f"{lang}_tokens")
    page.fill("input[name=name]", "Portal")
    page.check("input[value='read:customers']")
    with page.expect_navigation():
        page.click("form:has(input[name=name]) button")
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main form:has(input[name=password]) button")
    assert_fine(page, f"{lang}_token")
    page.click("[data-copies]")
    page.wait_for_selector("[data-copies] [role=status]")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#secret")


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_the_description_of_the_api(opened, lang, scheme, width):
    page = opened("/api/", lang=lang, scheme=scheme, width=width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.click("#record_facts summary")
    page.click("#list_customers summary")
    assert_fine(page, f"{lang}_api")
    own = "{0.scheme}://{0.netloc}/".format(urlsplit(page.url))
    assert len(asked) > 1
    assert [url for url in asked if not url.startswith(own)] == []
