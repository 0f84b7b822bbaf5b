from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from bleib.accounts.tests.people import anna
from bleib.webhooks.api import Endpoint, Wanted, add_endpoint
from bleib.webhooks.tests.facts import fact
from bleib.webhooks.tests.receiver import Receiver, listening

__all__ = ["anna"]


@pytest.fixture
def now() -> datetime:
    """Receivers check how old a message is."""
    return datetime.now(UTC)


@pytest.fixture
def listen(settings) -> Iterator[Callable[..., Receiver]]:
    """Starts receivers that the operator has allowed."""
    with ExitStack() as stack:

        def start(**options) -> Receiver:
            receiver = stack.enter_context(listening(Receiver(**options)))
            settings.WEBHOOK_HOSTS = [*settings.WEBHOOK_HOSTS, f"127.0.0.1:{receiver.port}"]
            return receiver

        yield start


@pytest.fixture
def connect(anna, now) -> Callable[..., tuple[Endpoint, str]]:
    """Adds an endpoint for changes of lights; returns it with its secret."""

    def add(receiver: Receiver, name: str = "CRM", types=("light_changed",)) -> tuple[Endpoint, str]:
        wanted = Wanted(name, receiver.url, types)
        return add_endpoint(wanted, site="https://bleib.example/", by=anna, now=now)

    return add


@pytest.fixture
def turned(now):
    """A light that changed just now."""
    return fact(1, at=now)
