"""Whoever sends may die at any instant: no letter goes out twice, and the doubtful one is said to be so."""

from __future__ import annotations

import random
import signal
import time
from datetime import UTC, datetime

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.figures.tests.histories import NOW
from bleib.monthly.api import Delivery, MonthlyReport, State, dispatch, send_queued, subscribe_colleague
from bleib.monthly.sending import POINTS
from bleib.monthly.tests.conftest import measured_may
from tests.processes import start

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]
RANDOM_KILLS = 6


@pytest.fixture
def may(home):
    """Committed, for the processes that are killed."""
    measured_may(home)
    return MonthlyReport.objects.get()


@pytest.fixture
def letters(may):
    """Three in the queue."""
    for role in (Role.MANAGER, Role.SALES, Role.ANALYST):
        subscribe_colleague(colleague(role), language="de", by=None, now=NOW)
    dispatch(may, by=None, now=NOW)


def sender(home, sink, monkeypatch, *, point=""):
    monkeypatch.setenv("BLEIB_CRASH_AT", point)
    return start("bleib.monthly.tests.killable", sink.port, home=home)


@pytest.mark.parametrize(("point", "taken"), [(POINTS[0], 0), (POINTS[1], 1)])
def test_killed_at_a_named_point(letters, home, sink, monkeypatch, point, taken):
    with sender(home, sink, monkeypatch, point=point) as process:
        assert process.wait(timeout=60) == -signal.SIGKILL
    assert len(sink.letters) == taken
    monkeypatch.delenv("BLEIB_CRASH_AT")
    assert send_queued(now=datetime.now(UTC)) == 2
    states = sorted(Delivery.objects.values_list("state", flat=True))
    assert states == [State.SENT, State.SENT, State.UNKNOWN]
    assert len(sink.letters) == taken + 2


def test_killed_at_random(letters, home, sink, monkeypatch):
    for _ in range(RANDOM_KILLS):
        with sender(home, sink, monkeypatch) as process:
            time.sleep(random.uniform(0.5, 3.0))
            process.kill()
            process.wait(timeout=60)
    monkeypatch.delenv("BLEIB_CRASH_AT")
    send_queued(now=datetime.now(UTC))
    assert len(set(sink.recipients)) == len(sink.recipients) >= len(sink.letters)
    known = Delivery.objects.filter(state__in=(State.SENT, State.UNKNOWN))
    assert known.count() == 3
