"""A shop's website and its application, which send events at a fixed moment."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from django.test import Client

from bleib.customers.models import Contact, Customer
from bleib.history.lake import Lake
from bleib.ingest.api import work_off
from bleib.ingest.models import Source
from bleib.ingest.sources import connect

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SAID = "2026-11-21T08:59:30.000Z"


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.TIME_ZONE = "Europe/Berlin"
    return settings.HOME


@pytest.fixture
def application(db) -> tuple[Source, str]:
    """A source with a secret key, and the key."""
    return connect(name="Application", by=None, now=NOW)


@pytest.fixture
def website(db) -> tuple[Source, str]:
    """A source with a public key, and the key."""
    return connect(name="Website", is_public=True, by=None, now=NOW)


@pytest.fixture
def otter(db) -> Customer:
    return Customer.objects.create(number="O1", name="Otter AG", created_at=NOW)


@pytest.fixture
def anna(otter) -> Contact:
    """Anna works at Otter."""
    return Contact.objects.create(
        customer=otter, first_name="Anna", last_name="Amsel", mail="anna@otter.example", created_at=NOW
    )


@pytest.fixture
def send(client: Client) -> Callable[..., Any]:
    """Post messages as a batch, or one to an address of its own; returns the answer."""

    def sending(key: str, *messages: dict[str, Any], to: str = "batch", packed: bool = False, **more: Any) -> Any:
        told = {"batch": messages, "writeKey": key, **more} if to == "batch" else {**messages[0], "writeKey": key}
        body = json.dumps(told).encode()
        headers = {"Content-Encoding": "gzip"} if packed else {}
        body = gzip.compress(body) if packed else body
        return client.post(f"/v1/{to}", body, content_type="application/json", headers=headers)

    return sending


@pytest.fixture
def tell(send, home) -> Callable[..., list[Any]]:
    """Send messages and let the worker read them; returns all facts of the lake, oldest first."""

    def telling(key: str, *messages: dict[str, Any], **more: Any) -> list[Any]:
        answer = send(key, *messages, **more)
        assert answer.status_code == 200, answer.content
        work_off(now=NOW)
        return facts_of_lake(home)

    return telling


def facts_of_lake(home: Path) -> list[Any]:
    """Those of the lake, with the columns of FACTS as attributes."""
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        rows = connection.sql("from facts order by recorded_at, product").to_arrow_table().to_pylist()
    return [SimpleNamespace(**row) for row in rows]


def track(event: str, number: str = "m1", *, user: str | None = "O1", **more: Any) -> dict[str, Any]:
    return {"type": "track", "event": event, "messageId": number, "userId": user, "timestamp": SAID, **more}


def identify(user: str, number: str = "i1", **more: Any) -> dict[str, Any]:
    return {"type": "identify", "userId": user, "messageId": number, "timestamp": SAID, **more}
