"""The page and the document that describe the API tell of every operation."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from bleib.api.entrance import described
from bleib.api.reference import areas
from bleib.profiling.api import want

pytestmark = pytest.mark.django_db
SAID = [each for area in areas() for each in area.operations]


def test_the_page_tells_of_every_operation_without_a_script_of_others(client):
    page = client.get("/api/").content.decode()
    assert all(f'id="{each.id}"' in page for each in SAID)
    assert "//cdn" not in page


def test_the_document_is_openapi(client):
    found = client.get("/api/v1/openapi.json").json()
    assert found["openapi"] == "3.1.0"
    assert found == json.loads(json.dumps(described()))


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.id)
def test_every_operation_is_described(said):
    assert said.summary
    assert said.scope
    assert {401, 403, 429} <= set(said.statuses)


WRITES = [said for said in SAID if said.body]
OF_ANSWERS = {"answer_of_contact": {"key": "salutation", "value": "mr"}}  # the example is a customer's


@pytest.fixture
def there(ask, anna, now):
    """What examples speak of; returns the ids that addresses name."""
    ask("post", "customers", {"number": "1", "name": "Nordwerft"})
    want("customer", "industry", question_de="", question_en="Industry?", by=anna, now=now)
    want("contact", "salutation", question_de="", question_en="Salutation?", by=anna, now=now)
    contract = {"number": "V1", "starts_on": "2026-01-01", "amount_per_month": 5}
    return {
        "contacts": ask("post", "customers/1/contacts", {"last_name": "Weber"}).json()["id"],
        "contracts": ask("post", "customers/1/contracts", contract).json()["id"],
        "tasks": ask("post", "tasks", {"title": "Call"}).json()["id"],
    }


@pytest.mark.parametrize("said", WRITES, ids=lambda said: said.id)
def test_the_examples_of_requests_are_taken(ask, there, said):
    path = said.path.removeprefix("/api/v1/")
    body = OF_ANSWERS.get(said.id) or json.loads(said.body)
    if said.id != "enter_customer":
        ask("post", "customers", {"number": "10042", "name": "Nordwerft"})
    filled = path.format(which="1", key="late", id=there.get(path.partition("/")[0]))
    answer = ask(said.method.lower(), filled, body)
    assert answer.status_code in (200, 201), answer.content


@pytest.mark.parametrize("said", [said for said in SAID if said.answer], ids=lambda said: said.id)
def test_the_examples_of_answers_are_as_described(said):
    described_as: Any = described()
    responses = described_as["paths"][said.path][said.method.lower()]["responses"]
    shape = next(iter(responses.values()))["content"]["application/json"]["schema"]
    whole = shape | {"components": described_as["components"]}
    assert list(jsonschema_rs.Draft202012Validator(whole).iter_errors(json.loads(said.answer))) == []
