"""Every way in, in a real browser: password, mailed code, one-time code, recovery code, passkey."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from bleib.accounts import api
from bleib.accounts.roles import Role
from bleib.accounts.tests.browsing import sign_in
from bleib.accounts.tests.identity import Provider
from bleib.accounts.tests.people import PASSWORD
from bleib.config.environment import Environment
from bleib.config.sign_in import identity_provider, origin_of_identity_provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HELLO = "Good to see you, Anna."
CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.MULTILINE)
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def confirm(page) -> None:
    """Where the password is asked for once more."""
    if "/sign-in/again/" in page.url:
        page.fill("input[name=password]", PASSWORD)
        page.click("main button")


def letter() -> str:
    """The next letter; letters leave after the page was answered."""
    until = time.monotonic() + 10
    while not mail.outbox and time.monotonic() < until:
        time.sleep(0.05)
    return str(mail.outbox.pop(0).body)


def sign_out(page) -> None:
    page.click("text=Sign out")
    page.wait_for_url("**/sign-in/")


def one_time_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_one_time_codes(page) -> str:
    """Set them up as people do; returns the secret that the app would keep."""
    page.goto("/me/second-factor/totp/activate/")
    confirm(page)
    secret = page.input_value("#authenticator_secret")
    page.fill("input[name=code]", one_time_code(secret))
    page.click("main form button")
    page.wait_for_url("**/recovery-codes/")
    return secret


def test_with_a_password(opened, anna):
    page = opened()
    sign_in(page, anna.email, PASSWORD)
    assert HELLO in page.inner_text("h1")


def test_after_signing_in_one_is_where_one_wanted_to_be(opened, anna):
    page = opened("/colleagues/")
    page.fill("input[name=login]", anna.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=login]) button")
    page.wait_for_url("**/colleagues/")


def test_with_a_mailed_code(opened, anna):
    page = opened("/sign-in/code/")
    page.fill("input[name=email]", anna.email)
    page.click("main form button")
    page.fill("input[name=code]", CODE.search(letter()).group())
    page.click("text=Confirm")
    page.wait_for_selector(f"text={HELLO}")


def test_with_a_one_time_code_after_the_password(opened, anna):
    page = opened()
    sign_in(page, anna.email, PASSWORD)
    secret = with_one_time_codes(page)
    sign_out(page)
    sign_in(page, anna.email, PASSWORD)
    page.fill("input[name=code]", one_time_code(secret))
    page.click("main form button")
    page.wait_for_selector(f"text={HELLO}")


def test_a_recovery_code_stands_in_once_for_the_lost_telephone(opened, anna):
    page = opened()
    sign_in(page, anna.email, PASSWORD)
    with_one_time_codes(page)
    codes = page.input_value("#recovery_codes").split()
    sign_out(page)
    sign_in(page, anna.email, PASSWORD)
    page.fill("input[name=code]", codes[0])
    page.click("main form button")
    page.wait_for_selector(f"text={HELLO}")
    page.goto("/me/second-factor/")
    assert f"{len(codes) - 1} out of {len(codes)}" in page.inner_text("main")


def test_with_a_passkey_and_nothing_else(opened, anna):
    page = opened()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(page, anna.email, PASSWORD)
    page.goto("/me/second-factor/webauthn/add/")
    confirm(page)
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    page.click("#passkey_login")
    page.wait_for_selector(f"text={HELLO}")
    assert page.said == []


def test_a_forgotten_password_is_set_anew_with_a_mailed_code(opened, anna):
    page = opened("/sign-in/password/")
    page.fill("input[name=email]", anna.email)
    page.click("main form button")
    page.fill("input[name=code]", CODE.search(letter()).group())
    page.click("text=Confirm")
    page.fill("input[name=password1]", "a horse of another colour")
    page.fill("input[name=password2]", "a horse of another colour")
    page.click("main form button")
    page.wait_for_url("**/sign-in/**")
    sign_in(page, anna.email, "a horse of another colour")
    assert HELLO in page.inner_text("h1")


def test_signing_out_elsewhere_ends_the_other_session(opened, anna):
    here, there = opened(), opened()
    sign_in(here, anna.email, PASSWORD)
    sign_in(there, anna.email, PASSWORD)
    here.goto("/me/sessions/")
    here.click("main form button")
    here.wait_for_selector("main form", state="detached")
    there.goto("/")
    assert "/sign-in/" in there.url
    here.goto("/")
    assert HELLO in here.inner_text("h1")


def test_a_role_that_needs_a_second_factor_leads_to_setting_it_up(opened, anna, now):
    api.demand_second_factor(Role.ADMIN, by=anna, now=now)
    page = opened()
    sign_in(page, anna.email, PASSWORD)
    page.goto("/colleagues/")
    assert page.url.endswith("/me/second-factor/")
    with_one_time_codes(page)
    page.goto("/colleagues/")
    assert page.url.endswith("/colleagues/")


def test_the_language_is_chosen_before_and_kept_after_signing_in(opened, anna):
    page = opened("/sign-in/", lang="en")
    page.click("text=Deutsch")
    assert page.inner_text("h1") == "Anmelden"
    sign_in(page, anna.email, PASSWORD)
    assert HELLO in page.inner_text("h1")  # her own language is English
    page.goto("/me/")
    page.select_option("select[name=language]", "de")
    page.click("main form button")
    assert page.inner_text("h1") == "Mein Konto"


def test_with_the_companys_identity_provider(opened, anna, settings):
    with Provider() as provider:
        told = Environment({"BLEIB_OIDC_NAME": "Firma", **provider.variables})
        settings.SOCIALACCOUNT_PROVIDERS = identity_provider(told)
        policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        allowed = {"form-action": ["'self'", *origin_of_identity_provider(told)]}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy | allowed}
        provider.claims = {"sub": "77", "email": anna.email, "email_verified": True}
        page = opened("/sign-in/")
        page.click("text=With Firma")
        page.wait_for_selector(f"text={HELLO}")
        assert page.said == []
