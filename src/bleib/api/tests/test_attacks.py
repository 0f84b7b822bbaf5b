"""What somebody with a token might try against everybody else; each of these once did harm, or could have."""

from __future__ import annotations

import time

import pytest

pytestmark = pytest.mark.django_db
USED = {"type": "usage", "key": "k", "occurred_at": "2026-01-01T00:00:00Z", "customer": "1", "product": "x"}


def test_nobody_takes_the_number_that_an_erased_customer_will_need(ask):
    refused = ask("post", "customers", {"number": "erased-77", "name": "Blocker"})
    assert (refused.status_code, refused.json()["errors"][0]["where"]) == (422, "body.number")
    fact = ask("post", "facts", {"facts": [USED | {"customer": "erased-77"}]})
    assert fact.status_code == 422


@pytest.mark.parametrize("number", ["\u202e24001", "\u200b", "1\ufeff", "a\u2066b"])
def test_no_number_looks_like_another(ask, number):
    assert ask("post", "customers", {"number": number, "name": "Twin"}).status_code == 422
    assert ask("post", "facts", {"facts": [USED | {"customer": number}]}).status_code == 422


def test_seventy_thousand_unknown_names_are_refused_at_once(ask):
    began = time.process_time()
    refused = ask("post", "customers", {f"k{n}": 1 for n in range(70_000)})
    assert (refused.status_code, time.process_time() - began < 2) == (400, True)
    few = ask("post", "customers", {f"k{n}": 1 for n in range(1_000)})
    assert (few.status_code, len(few.json()["errors"])) == (422, 50)


def test_a_number_that_no_reader_takes_is_refused(ask):
    assert ask("post", "facts", {"facts": [USED | {"props": {"seconds": 10**30}}]}).status_code == 422


def test_an_instant_outside_of_all_calendars_is_refused(ask):
    assert ask("get", "segments/regulars/members", at="0001-01-01T00:00:00+14:00").status_code == 422
    assert ask("post", "facts", {"facts": [USED | {"occurred_at": "9999-12-31T23:59:59-14:00"}]}).status_code == 422


def test_an_offset_that_no_database_takes_becomes_utc(ask):
    odd = "2026-01-01T00:00:00+23:59"
    assert ask("get", "segments/regulars/members", at=odd).status_code == 200
    assert ask("post", "facts", {"facts": [USED | {"occurred_at": odd}]}).status_code == 201


def test_a_body_whose_length_nobody_says_is_refused(client, secret_for):
    headers = {"Authorization": f"Bearer {secret_for()}", "Transfer-Encoding": "chunked"}
    assert client.post("/api/v1/customers", {}, content_type="application/json", headers=headers).status_code == 400


@pytest.mark.parametrize(
    "when",
    [
        {"field": "name", "matches": "(a+)+$"}, {"segment": "redos"}, {"field": "country", "in": ["DE"] * 50_000},
        {"any": [{"field": "country", "is": f"{n}"} for n in range(9_000)]},
        {"field": "name'; drop table x", "is": "DE"}, {"field": "days_since_order", "at_least": 10**400},
    ],
    ids=["pattern", "itself", "long", "wide", "sql", "huge"],
)  # fmt: skip
def test_no_rule_keeps_the_server_busy(ask, when):
    began = time.process_time()
    refused = ask("put", "segments/redos", {"name": {"en": "R"}, "when": when})
    assert (refused.status_code in (400, 422), time.process_time() - began < 3) == (True, True), refused.content[:300]
