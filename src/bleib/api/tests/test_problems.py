"""Every error of the API is a problem: also Django's own, and those of whoever stands in front of the operations."""

from __future__ import annotations

import pytest

from bleib.api.limits import Limit
from bleib.api.problems import MEDIA

pytestmark = pytest.mark.django_db


def check(answer, status):
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, MEDIA)
    said = answer.json()
    assert said["status"] == status
    assert said["type"].startswith("/api/#")
    return said


@pytest.mark.parametrize("path", ["nothing", "customers/4711", "contacts/1", "metrics/nothing", "", "customers/"])
def test_what_is_not_there(ask, path):
    check(ask("get", path), 404)


def test_a_method_that_the_address_does_not_take(ask):
    answer = ask("delete", "customers")
    check(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_a_host_that_is_not_ours(client):
    check(client.get("/api/v1/customers", headers={"Host": "evil.example"}), 400)


@pytest.mark.parametrize(
    "body", ["{", "nonsense", '{"name": NaN}', "[" * 100_000, '{"a":' * 40 + "1" + "}" * 40, b"\xff\xfe"]
)
def test_a_body_that_nobody_can_read(ask, client, secret_for, body):
    bearer = {"Authorization": f"Bearer {secret_for()}"}
    check(client.post("/api/v1/customers", body, content_type="application/json", headers=bearer), 400)


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "0." + "1" * 100, "1" * 5_000])
def test_numbers_of_a_billion_digits(client, secret_for, number):
    bearer = {"Authorization": f"Bearer {secret_for()}"}
    body = f'{{"number": "1", "starts_on": "2026-01-01", "amount_per_month": 1, "term_months": {number}}}'
    check(client.post("/api/v1/customers/1/contracts", body, content_type="application/json", headers=bearer), 400)


def test_a_body_that_is_too_large(ask):
    said = check(ask("post", "customers", {"number": "1", "name": "x" * 1_000_001}), 413)
    assert said["detail"] == "A request has at most 1,000,000 bytes. Send it in parts."


@pytest.mark.parametrize("length", ["x", "-1", "9" * 5_000, "\u0661"])
def test_a_length_that_is_none(client, length):
    answer = client.get("/api/v1/customers", CONTENT_LENGTH=length)
    check(answer, 413 if length.startswith("9") else 400)


@pytest.mark.parametrize("name", ["a\u0000b", "\ud800", "", "x" * 301, 7, None, ["a"]])
def test_names_that_no_database_takes(ask, name):
    said = check(ask("post", "customers", {"number": "1", "name": name}), 422)
    assert said["errors"][0]["where"] == "body.name"


def test_odd_questions(ask):
    for path in (
        "customers?q=%00",
        "customers/%00",
        "customers?limit=0",
        "customers?limit=1e3",
        "contacts/9" + "9" * 30,
    ):
        check(ask("get", path), 422)


def test_who_asks_too_much_waits(ask, monkeypatch):
    monkeypatch.setattr("bleib.api.bearer.LIMIT", Limit(per_minute=60, at_once=2))
    assert [ask("get", "metrics").status_code for _ in range(2)] == [200, 200]
    answer = ask("get", "metrics")
    check(answer, 429)
    assert answer.headers["Retry-After"] == "1"


def test_what_breaks_says_nothing_of_itself(ask, client, monkeypatch):
    def broken(_number):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr("bleib.api.finding.find", broken)
    client.raise_request_exception = False
    answer = ask("get", "customers/1")
    check(answer, 500)
    assert b"secret" not in answer.content


def test_other_addresses_keep_their_pages(client):
    assert client.get("/nothing/").headers["Content-Type"].startswith("text/html")
