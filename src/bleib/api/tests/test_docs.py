"""The page and the document that describe the API tell of every operation."""

from __future__ import annotations

import json

import pytest

from bleib.api.entrance import described
from bleib.api.reference import areas

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


TAKEN = (
    "enter_customer",
    "record_facts",
    "ask_task",
    "add_contact",
    "agree_contract",
    "put_segment",
    "change_customer",
)


@pytest.mark.parametrize("id", TAKEN)
def test_the_examples_of_requests_are_taken(ask, id):
    said = next(each for each in SAID if each.id == id)
    if id != "enter_customer":
        ask("post", "customers", {"number": "10042", "name": "Nordwerft"})
    path = said.path.removeprefix("/api/v1/").format(which="10042", key="late")
    assert ask(said.method.lower(), path, json.loads(said.body)).status_code in (200, 201)
