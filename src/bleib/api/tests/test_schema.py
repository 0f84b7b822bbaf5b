"""What the description promises is what is answered, whatever is sent: no server error, no undocumented answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bleib.api.entrance import described
from bleib.api.limits import Limit
from bleib.profiling.api import want

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
OPERATIONS = [(method.upper(), path) for path, methods in described()["paths"].items() for method in methods]  # type: ignore[attr-defined]
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
CALM = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
PHASES = [Phase.explicit, Phase.generate]


@contextmanager
def kept_open() -> Iterator[None]:
    """Requests that come in by WSGI end the test's own connection, which Django's client knows how to avoid."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture
def sent(ask, secret_for, anna, now, monkeypatch):
    """A function that sends so many requests to an operation and checks every answer. There is something to find."""
    monkeypatch.setattr("bleib.api.bearer.LIMIT", Limit(per_minute=10_000_000, at_once=10_000_000))
    ask("post", "customers", {"number": "1", "name": "One"})
    ask("post", "customers/1/contacts", {"last_name": "Weber"})
    ask("post", "tasks", {"title": "Call", "customer": "1"})
    want("customer", "industry", question_de="", question_en="Industry?", by=anna, now=now)
    want("contact", "salutation", question_de="", question_en="Salutation?", by=anna, now=now)
    bearer = {"Authorization": f"Bearer {secret_for()}"}
    with kept_open():
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())

    def send(method: str, path: str, mode: GenerationMode, count: int) -> None:
        strategy = schema[path][method].as_strategy(generation_mode=mode)

        @settings(CALM, max_examples=count, phases=PHASES)
        @given(case=strategy)
        def check(case):
            case.call_and_validate(headers=bearer, checks=CHECKS)

        with kept_open():
            check()

    return send


def test_one_odd_request_to_each(sent):
    for method, path in OPERATIONS:
        sent(method, path, GenerationMode.NEGATIVE, 1)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: part.strip("/"))
def test_many_of_each(sent, method, path, mode):
    sent(method, path, mode, 40)
