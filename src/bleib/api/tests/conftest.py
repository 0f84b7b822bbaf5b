from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.accounts.api import Scope, issue_token
from bleib.accounts.tests.browsing import chromium, opened
from bleib.accounts.tests.people import anna, confirmed, now
from bleib.api.limits import LIMIT

__all__ = ["anna", "chromium", "confirmed", "now", "opened"]


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    LIMIT.forget()


@pytest.fixture
def secret_for(anna, now):
    """A function that makes a token of Anna's with these scopes, and returns its secret."""

    def make(*scopes, by=anna, days=30):
        expires = now + timedelta(days=days)
        return issue_token(name="Test", scopes=scopes or list(Scope), expires_at=expires, by=by, now=now)[1]

    return make


@pytest.fixture
def ask(client, secret_for):
    """A function that sends a request with a token of all scopes: ask("get", "customers", q="Nord")."""
    bearer = f"Bearer {secret_for()}"

    def send(method, path, said=None, headers=None, **query):
        asked = {"headers": {"Authorization": bearer, **(headers or {})}, "query_params": query}
        if said is not None:
            asked |= {"data": said, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/{path}", **asked)

    return send
