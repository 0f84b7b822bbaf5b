"""`bleib tokens`, and what `bleib mcp` says where it cannot begin."""

from __future__ import annotations

import pytest

from bleib.accounts.api import admit
from bleib.accounts.models import Token
from bleib.accounts.roles import Role

NEW = ("tokens", "new", "Shop", "--for", "sara@example.com")


@pytest.fixture
def sara(bleib, tmp_path):
    (tmp_path / "home").mkdir()
    return admit(email="sara@example.com", name="Sara", role=Role.SALES, password=None, language="en")


def test_a_token_is_made_listed_and_revoked(bleib, sara):
    secret = bleib(*NEW, "--scope", "read:customers", "--scope", "write:tasks").out.strip()
    token = Token.objects.of(secret).get()
    assert (token.created_by, token.scopes) == (sara, ["read:customers", "write:tasks"])
    listed = bleib("tokens", "list").out
    assert token.prefix in listed
    assert secret not in listed
    assert bleib("tokens", "revoke", token.prefix).code == 0
    token.refresh_from_db()
    assert token.revoked_at


def test_a_token_may_no_more_than_its_colleague(bleib, sara):
    refused = bleib(*NEW, "--scope", "write:facts")
    assert (refused.code, refused.out) == (2, "")
    assert "The role of Sara does not allow write:facts" in refused.err
    assert "There is no scope 'fly'." in bleib(*NEW, "--scope", "fly").err
    assert "No token begins with 'x'." in bleib("tokens", "revoke", "x").err


def test_an_assistant_needs_a_token_and_an_address_that_nobody_overhears(bleib, tmp_path):
    file = tmp_path / "token"
    assert "cannot be read" in bleib("mcp", "--url", "http://localhost", "--token-file", file).err
    file.write_text("bleib_x\n")
    overheard = bleib("mcp", "--url", "http://bleib.example.com", "--token-file", file)
    assert "Over http a token can be read on its way" in overheard.err
    assert "is no address of Bleib" in bleib("mcp", "--url", "bleib", "--token-file", file).err
