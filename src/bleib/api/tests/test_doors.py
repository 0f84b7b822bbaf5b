"""Who gets in: every operation with every scope, tokens that ended, roles that changed, cookies, forms, odd headers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from django.test import Client

from bleib.accounts import api as accounts
from bleib.accounts.api import Scope, revoke_token
from bleib.accounts.models import Token
from bleib.accounts.roles import Role
from bleib.accounts.scopes import TAKES
from bleib.accounts.tests.people import PASSWORD
from bleib.api.entrance import described
from bleib.customers.models import Customer

pytestmark = pytest.mark.django_db
OPERATIONS = [
    (method, path, operation["x-scope"])
    for path, methods in cast(Any, described()["paths"]).items()
    for method, operation in methods.items()
]
FILLED = {"{which}": "10042", "{id}": "1", "{slug}": "retention", "{key}": "at-risk"}


def filled(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(name, value)
    return path


def send(method: str, path: str, secret: str):
    bearer = {"Authorization": f"Bearer {secret}"}
    return Client().generic(method.upper(), filled(path), "{}", content_type="application/json", headers=bearer)


def test_there_are_operations_of_every_scope():
    assert {scope for _method, _path, scope in OPERATIONS} == {str(scope) for scope in TAKES} | {"any"}
    assert len(OPERATIONS) > 25


@pytest.mark.slow
def test_an_operation_opens_to_its_own_scope_and_to_no_others(secret_for):
    alone = {scope.value: secret_for(scope) for scope in Scope}
    others = {scope.value: secret_for(*(each for each in Scope if each != scope)) for scope in Scope}
    for method, path, scope in OPERATIONS:
        if scope == "any":
            continue
        assert send(method, path, alone[scope]).status_code not in (401, 403), (method, path)
        assert send(method, path, others[scope]).status_code == 403, (method, path)


@pytest.mark.slow
def test_nobody_enters_without_a_token_or_with_one_that_ended(secret_for, anna, now):
    revoked, expired = secret_for(), secret_for()
    revoke_token(Token.objects.of(revoked).get(), by=anna, now=now)
    Token.objects.of(expired).update(expires_at=now - timedelta(seconds=1))
    for method, path, _scope in OPERATIONS:
        for secret in ("", "bleib_" + "a" * 43, revoked, expired):
            refused = send(method, path, secret)
            assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Bleib"')


def test_a_token_may_what_its_makers_role_may_now(secret_for, anna, now):
    boss = accounts.admit(email="boss@example.com", name="Boss", role=Role.ADMIN, password=PASSWORD, language="en")
    secret = secret_for(by=boss)
    assert send("get", "/api/v1/customers", secret).status_code == 200
    accounts.change_role(boss, role=Role.AUDITOR, by=anna, now=now)
    assert send("get", "/api/v1/customers", secret).status_code == 403
    assert send("get", "/api/v1/metrics", secret).status_code == 200
    accounts.deactivate(boss, by=anna, now=now)
    assert send("get", "/api/v1/metrics", secret).status_code == 401


def test_a_session_opens_nothing_and_is_not_even_looked_at(client, anna, django_assert_num_queries):
    client.force_login(anna)
    with django_assert_num_queries(0):
        assert client.get("/api/v1/customers").status_code == 401
        said = {"number": "1", "name": "Forged"}
        assert client.post("/api/v1/customers", said, headers={"Origin": "https://evil.example"}).status_code == 401
    assert not Customer.objects.exists()


def test_what_was_used_is_noted_once_a_minute(secret_for, now):
    secret = secret_for()
    send("get", "/api/v1/metrics", secret)
    first = Token.objects.of(secret).get().last_used_at
    send("get", "/api/v1/metrics", secret)
    assert Token.objects.of(secret).get().last_used_at == first >= now


@pytest.mark.parametrize("odd", ["a\r\nSet-Cookie: x=1", "a b", "ä", "x" * 201, "\x00"])
def test_odd_headers_are_refused_and_never_sent_back(ask, odd):
    refused = ask("post", "customers", {"number": "1", "name": "N"}, headers={"Idempotency-Key": odd})
    assert refused.status_code == 422
    assert "Set-Cookie" not in refused.headers
    assert ask("get", "customers", headers={"Authorization": f"Bearer {odd}"}).status_code == 401


def test_a_token_knows_what_it_may_do_now(secret_for, anna, now):
    boss = accounts.admit(email="boss@example.com", name="Boss", role=Role.ADMIN, password=PASSWORD, language="en")
    secret = secret_for(Scope.READ_FIGURES, Scope.READ_CUSTOMERS, by=boss)
    accounts.change_role(boss, role=Role.AUDITOR, by=anna, now=now)
    said = send("get", "/api/v1/token", secret).json()
    assert (said["scopes"], secret.startswith(said["prefix"])) == (["read:figures"], True)
