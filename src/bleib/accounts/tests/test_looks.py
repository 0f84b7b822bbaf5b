"""Every page of signing in and of one's account: accessible, silent, readable on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.utils import timezone

from bleib.accounts import api
from bleib.accounts.models import Invitation
from bleib.accounts.roles import Role
from bleib.accounts.tests.browsing import sign_in, violations
from bleib.accounts.tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRANCE = ["/sign-in/", "/sign-in/code/", "/sign-in/password/", "/sign-in/closed/", "/sign-in/cancelled/", "/nowhere"]
OWN = ["/me/", "/me/password/", "/me/sessions/", "/me/second-factor/", "/me/second-factor/webauthn/", "/sign-in/again/"]
SECURE = ["/me/second-factor/totp/activate/", "/me/second-factor/webauthn/add/"]
LOOKS = [("en", "light", 1280), ("de", "dark", 390)]
SHOTS = os.environ.get("BLEIB_SHOTS")  # a folder: whoever changes a page looks at it


def assert_fine(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [said for said in page.said if "the server responded with a status of 4" not in said] == []


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_the_entrance(opened, lang, scheme, width):
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    for path in ENTRANCE:
        page.goto(path)
        assert_fine(page, f"{lang}{path.replace('/', '_')}")


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_the_invitation(opened, anna, lang, scheme, width):
    invitation = Invitation(email="bert@example.com", name="Bert", role=Role.SALES, language=lang)
    token = api.invite(invitation, by=anna, now=timezone.now())
    for number, path in enumerate([f"/invitation/{token}/", "/invitation/over/"]):
        assert_fine(opened(path, lang=lang, scheme=scheme, width=width), f"{lang}_invitation_{number}")


@pytest.mark.parametrize(("lang", "scheme", "width"), LOOKS)
def test_ones_own_account(opened, anna, lang, scheme, width):
    anna.choose_language(lang)
    page = opened("/sign-in/", lang=lang, scheme=scheme, width=width)
    sign_in(page, anna.email, PASSWORD)
    for path in OWN:
        page.goto(path)
        assert_fine(page, f"{lang}{path.replace('/', '_')}")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    for path in SECURE:
        page.goto(path)
        assert_fine(page, f"{lang}{path.replace('/', '_')}")
