"""Whoever sends may die at any instant: every message arrives, those in doubt twice, under the same id."""

from __future__ import annotations

import random
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from bleib.webhooks.api import Message, State, send_due, write_messages
from bleib.webhooks.models.message import HOLD
from bleib.webhooks.sending import PER_ENDPOINT
from bleib.webhooks.tests.facts import fact
from tests.processes import start

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
RANDOM_KILLS = 6
MESSAGES = 60


@pytest.fixture
def crm(listen, connect, now):
    """A receiver that takes its time, and messages for it."""
    receiver = listen(slow=0.05)
    connect(receiver)
    write_messages([fact(number, at=now) for number in range(MESSAGES)], now=now)
    return receiver


def sender(home, crm, monkeypatch, *, point=""):
    monkeypatch.setenv("BLEIB_SECRET_KEY", settings.SECRET_KEY)
    monkeypatch.setenv("BLEIB_CRASH_AT", point)
    return start("bleib.webhooks.tests.killable", crm.port, home=home)


def finish(monkeypatch) -> None:
    """A worker that lives, when nothing is held any more."""
    monkeypatch.delenv("BLEIB_CRASH_AT")
    send_due(now=datetime.now(UTC) + HOLD + timedelta(seconds=1))


@pytest.mark.parametrize(("point", "twice"), [("webhook.held", 0), ("webhook.answered", PER_ENDPOINT)])
def test_killed_at_a_named_point(crm, tmp_path, monkeypatch, point, twice):
    with sender(tmp_path, crm, monkeypatch, point=point) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    finish(monkeypatch)
    check(crm, most_twice=twice)


def test_killed_at_random(crm, tmp_path, monkeypatch):
    for _ in range(RANDOM_KILLS):
        before = len(crm.got)
        with sender(tmp_path, crm, monkeypatch) as process:
            while process.poll() is None and len(crm.got) == before:  # it takes its time to start
                time.sleep(0.01)
            time.sleep(random.uniform(0, 0.15))
            process.kill()
            process.wait(timeout=60)
        Message.objects.waiting().update(next_at=datetime.now(UTC))  # a minute later
    assert crm.got  # the killed ones did something
    finish(monkeypatch)
    check(crm, most_twice=RANDOM_KILLS * PER_ENDPOINT)


def check(crm, *, most_twice: int) -> None:
    """Every message is known to the receiver and known to have arrived; only calls in the air came twice."""
    assert len(crm.keys) - len(set(crm.keys)) <= most_twice
    keys = set(Message.objects.values_list("key", flat=True))
    assert set(crm.keys) == keys
    assert len(keys) == MESSAGES
    assert not Message.objects.exclude(state=State.DELIVERED).exists()
