"""Every page of signing in and of one's account: accessible, silent, readable on a phone."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from bleib.accounts import api
from bleib.accounts.models import Invitation
from bleib.accounts.roles import Role
from bleib.accounts.tests.browsing import LOOKS, assert_fine, sign_in
from bleib.accounts.tests.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRANCE = ["/sign-in/", "/sign-in/code/", "/sign-in/password/", "/sign-in/closed/", "/sign-in/cancelled/", "/nowhere"]
OWN = ["/me/", "/me/password/", "/me/sessions/", "/me/second-factor/", "/me/second-factor/webauthn/", "/sign-in/again/"]
CODES = "/me/second-factor/recovery-codes/"
SECURE = [CODES, f"{CODES}generate/", "/me/second-factor/totp/deactivate/", "/me/second-factor/webauthn/add/"]


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
    page.goto("/me/second-factor/totp/activate/")
    assert_fine(page, f"{lang}_totp_activate")
    TOTP.activate(anna, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(anna)
    for path in SECURE:
        page.goto(path)
        assert_fine(page, f"{lang}{path.replace('/', '_')}")
