"""What a real server makes of an idempotency key that is not ASCII: it is refused, and never taken for none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection

import pytest

from bleib.config.tests.installation import Installation
from bleib.config.tests.killable import install
from bleib.config.tests.serving import Server, token

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Iterator[tuple[Server, str]]:
    """A server that answers, and the secret of a token."""
    with ExitStack() as stack:
        home = tmp_path_factory.mktemp("shop") / "home"
        installation = stack.enter_context(closing(Installation(home, "", workers=0)))
        assert installation.start(install) == 0
        secret = token(installation, "write:customers", "read:customers")
        server = stack.enter_context(closing(Server(installation)))
        server.start()
        yield server, secret


@pytest.mark.parametrize("key", ["schlüssel".encode(), "schlüssel".encode("latin-1"), b"\xff", b""])
def test_a_key_that_protects_nothing_is_refused(shop, key):
    server, secret = shop
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": key}
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request("POST", "/api/v1/customers", json.dumps({"number": "1", "name": "N"}), headers)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["errors"][0]["where"]) == (422, "header.Idempotency-Key")
    assert server.installation.ask("select count(*) from customers_customer") == [(0,)]
