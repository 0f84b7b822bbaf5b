"""Facts over the API: written once, read back, refused where the registry does not know them."""

from __future__ import annotations

import pytest

from bleib.history.models import PendingFact

pytestmark = pytest.mark.django_db(transaction=True)
USED = {"type": "usage", "key": "k1", "occurred_at": "2026-11-20T08:30:00+01:00", "customer": "10042",
        "product": "reports", "quantity": 3, "props": {"seconds": 40}}  # fmt: skip


def test_what_was_written_stands_in_the_timeline(ask, settings, tmp_path):
    settings.HOME = tmp_path
    ask("post", "customers", {"number": "10042", "name": "Nordwerft"})
    written = ask("post", "facts", {"facts": [USED, USED | {"key": "k2", "occurred_at": "2026-11-19T08:30:00Z"}]})
    assert written.status_code == 201
    first = ask("get", "customers/10042/facts", limit=1).json()
    assert first["data"][0]["facts"][0]["id"] == written.json()["ids"][0]
    assert (first["data"][0]["quantity"], first["data"][0]["facts"][0]["props"]) == ("3.0000", {"seconds": 40})
    older = ask("get", "customers/10042/facts", limit=1, cursor=first["next"]).json()
    assert (older["data"][0]["occurred_on"], older["next"]) == ("2026-11-19", None)


def test_one_wrong_fact_and_none_is_written(ask):
    refused = ask("post", "facts", {"facts": [USED, USED | {"key": "k2", "props": {"mood": "bad"}}]})
    assert refused.json()["errors"][0] == {
        "where": "body.facts.1", "what": "usage has no prop 'mood'. Its props: seconds, errors."
    }  # fmt: skip
    assert not PendingFact.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "light_changed", "props": {"colour": "red"}},
        {"type": "unheard_of"},
        {"source": "bleib"},
        {"occurred_at": "1815-06-18T12:00:00Z"},
        {"occurred_at": "2026-11-20T08:30:00"},
        {"customer": None},
        {"name": "Weber"},
        {"key": "a\u0000b"},
        {"quantity": "1.00001"},
    ],
    ids=str,
)
def test_what_no_registry_knows_is_refused(ask, odd):
    assert ask("post", "facts", {"facts": [USED | odd]}).status_code == 422
    assert not PendingFact.objects.exists()


def test_days_and_codes_are_said_as_text(ask):
    said = {"type": "contract_started", "key": "V-9", "occurred_at": "2026-11-01T00:00:00Z", "customer": "7",
            "ref": "V-9", "amount": "10.00", "props": {"ends_on": "2027-10-31", "term_months": 12}}  # fmt: skip
    assert ask("post", "facts", {"facts": [said]}).status_code == 201
    assert PendingFact.objects.get().props == '{"ends_on":"2027-10-31","term_months":12}'


def test_the_registry_can_be_read(ask):
    types = {each["name"]: each for each in ask("get", "fact-types").json()["data"]}
    assert types["light_changed"]["concluded"]
    assert types["usage"]["props"][0]["allowed"] == "a whole number from 0 (seconds)"
