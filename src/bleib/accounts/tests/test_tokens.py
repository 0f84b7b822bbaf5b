"""Tokens: made for what their maker may do, kept as a digest, ended by time, by hand or with the account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from bleib.accounts import api
from bleib.accounts.api import Scope, issue_token, open_token, revoke_token, scopes_of
from bleib.accounts.models import Token
from bleib.accounts.roles import Role
from bleib.accounts.scopes import TAKES
from bleib.accounts.tests.people import colleague
from bleib.audit.api import Entry, sentence
from bleib.kernel.errors import UsageError

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(anna, now):
    return issue_token(
        name="Shop", scopes=[Scope.READ_FACTS], expires_at=now + timedelta(days=30), by=anna, now=now
    )  # fmt: skip


def test_every_scope_takes_an_action():
    assert set(TAKES) == set(Scope)


def test_the_secret_is_kept_nowhere(issued):
    token, secret = issued
    row = Token.objects.filter(pk=token.pk).values().get()
    assert secret not in str(row)
    assert secret.startswith(token.prefix)
    with override("en"):
        told = sentence(Entry.objects.get(verb="token.issued"))
    assert told.startswith(f"Anna made token {token.prefix} for another program (read:facts)")


def test_it_opens_until_it_ends_or_is_revoked(issued, anna, now):
    token, secret = issued
    assert open_token(secret, now=now) == token
    assert open_token(secret, now=now + timedelta(days=30)) is None
    assert open_token(secret[:-1], now=now) is None
    for _twice in range(2):
        revoke_token(token, by=anna, now=now)
    assert open_token(secret, now=now) is None
    assert Entry.objects.filter(verb="token.revoked").count() == 1


def test_it_ends_with_the_account_of_its_maker(issued, anna, now):
    boss = colleague(Role.ADMIN)
    api.deactivate(anna, by=boss, now=now)
    assert open_token(issued[1], now=now) is None


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 30), ([Scope.WRITE_FACTS], 30), ([Scope.READ_FACTS], 400), ([Scope.READ_FACTS], 0)]
)
def test_nobody_gives_more_than_they_have_or_for_longer_than_a_year(now, scopes, days):
    sara = colleague(Role.SALES)
    with pytest.raises(UsageError):
        issue_token(name="x", scopes=scopes, expires_at=now + timedelta(days=days), by=sara, now=now)
    assert not Token.objects.exists()


def test_what_a_colleague_may_let_a_program_do():
    assert scopes_of(colleague(Role.AUDITOR)) == [Scope.READ_FIGURES]


def test_an_account_that_is_opened_again_has_none_of_its_tokens_back(issued, anna, now):
    bert = colleague(Role.ADMIN)
    api.deactivate(anna, by=bert, now=now)
    api.reactivate(anna, by=bert, now=now)
    assert open_token(issued[1], now=now) is None
