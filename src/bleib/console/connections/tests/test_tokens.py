"""Tokens on their page: made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.accounts.api import Scope, issue_token
from bleib.accounts.models import Token
from bleib.audit.api import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(anna, now):
    return issue_token(name="Shop", scopes=[Scope.READ_FACTS], expires_at=now + timedelta(days=30), by=anna, now=now)[0]


def test_a_new_token_is_shown_once_and_kept_as_a_digest(confirmed):
    asked = {"name": "Shop", "scopes": ["read:customers", "read:lights"], "days": "90"}
    shown = confirmed.post("/connections/tokens/new/", asked).content.decode()
    token = Token.objects.get()
    secret = shown.split('id="secret" readonly value="')[1].split('"')[0]
    assert Token.objects.of(secret).get() == token
    assert token.scopes == ["read:customers", "read:lights"]
    later = confirmed.get("/connections/tokens/").content.decode()
    assert token.prefix in later
    assert secret not in later


def test_a_token_without_a_scope_is_not_made(confirmed):
    shown = confirmed.post("/connections/tokens/new/", {"name": "Shop", "days": "90"}).content.decode()
    assert "without a scope a token opens nothing" in shown
    assert not Token.objects.exists()


def test_making_one_asks_for_the_password_again(client, anna):
    client.force_login(anna)
    answer = client.post("/connections/tokens/new/", {"name": "Shop", "scopes": ["read:facts"], "days": "30"})
    assert answer.url.startswith("/sign-in/again/")
    assert not Token.objects.exists()


def test_revoking_says_who_and_when_and_stands_in_the_log(client, anna, token):
    client.force_login(anna)
    client.post(f"/connections/tokens/{token.pk}/revoke/")
    token.refresh_from_db()
    assert token.revoked_by == anna
    assert Entry.objects.filter(verb="token.revoked", object_pk=str(token.pk)).count() == 1
    assert "revoked by Anna" in client.get("/connections/tokens/").content.decode()


def test_the_sidebar_leads_to_the_first_tab(client, anna):
    client.force_login(anna)
    assert client.get("/connections/").url == "/connections/tokens/"
    assert 'href="/connections/"' in client.get("/connections/tokens/").content.decode()
