"""What applications and websites report, as their libraries send it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.test import Client

from bleib.ingest.api import connect, work_off
from tests.flow.door import Door
from tests.flow.doors import FIRST, LAST, MAIL, NOW, NUMBER, PHONE


def _reported(key: str, message: dict[str, Any]) -> None:
    body = json.dumps({"writeKey": key, "batch": [message]})
    assert Client().post("/v1/batch", body, content_type="application/json").status_code == 200


def is_identified_by_an_application(_home: Path) -> None:
    _source, key = connect(name="Portal", by=None, now=NOW)
    traits = {"email": f"z.{MAIL}", "firstName": FIRST, "lastName": LAST, "phone": PHONE, "title": f"{LAST} Vorsitz"}
    told = {"type": "identify", "userId": f"user.{LAST}", "anonymousId": "b1", "traits": traits, "messageId": "i1"}
    _reported(key, {**told, "context": {"groupId": NUMBER}})
    work_off(now=NOW)


def is_in_an_event_on_its_way(_home: Path) -> None:
    _source, key = connect(name="App", by=None, now=NOW)
    _reported(key, {"type": "track", "event": "Open", "userId": "u1", "properties": {"by": f"{FIRST} {LAST}"}})


DOORS = (
    Door(is_identified_by_an_application, "ingest_identity.value"),
    Door(is_in_an_event_on_its_way, "ingest_waiting.body"),
)
