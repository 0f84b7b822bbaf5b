"""From a recorded fact to the receiver of a webhook, through the wiring as it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from bleib.accounts.tests.people import anna
from bleib.config.wiring import AGAIN, WIRING
from bleib.history.api import NewFact, append_pending, record
from bleib.history.delivery import deliver, distribute
from bleib.history.models import Change, Delivery
from bleib.webhooks.api import Message, send_due
from bleib.webhooks.tests.conftest import connect, listen, now
from bleib.worker.api import Job, LeaseTaken

__all__ = ["anna", "connect", "listen", "now"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def happened(settings, tmp_path, now):
    """Two visits of today, one of last month, and a deal that was won; the feed has told of them."""
    settings.HOME = tmp_path
    told = [("visit", "1", 0), ("visit", "2", 0), ("visit", "3", 30), ("deal_won", "4", 0)]
    facts = [NewFact(kind, "K1", now - timedelta(days=days), key=key) for kind, key, days in told]
    with transaction.atomic():
        record(facts, now=now)
    append_pending(now=now)
    distribute(WIRING, now=now)


def test_who_is_touched_while_everybody_is_forecast_is_forecast_and_judged_once_more_later(happened, now, monkeypatch):
    def busy(_change, *, now):
        raise LeaseTaken(f"{now}")

    monkeypatch.setattr("bleib.config.wiring.rescore", busy)
    change = Change.objects.get()
    assert WIRING.listeners["outlook"].run(change, now=now) == 0
    again = Job.objects.filter(due_at=now + AGAIN).order_by("pk")
    assert [job.arguments for job in again] == [
        {"change": change.pk, "listener": "outlook"}, {"change": change.pk, "listener": "lights"}
    ]  # fmt: skip
    assert again[1].after == again[0]


def tell(now) -> None:
    """The worker's jobs for the handler; twice, as after a crash."""
    for change in Change.objects.values_list("pk", flat=True):
        for _again in range(2):
            deliver(WIRING, change=change, handler="webhooks", now=now)


@pytest.mark.slow
def test_a_receiver_is_told_of_what_is_fresh_once(listen, connect, happened, now):
    crm = listen()
    connect(crm, types=("visit",))
    tell(now)
    assert send_due(now=now) == 2
    assert len(set(crm.keys)) == 2


def test_without_a_receiver_nothing_is_noted(happened, now):
    tell(now)
    assert (Message.objects.count(), Delivery.objects.filter(handler="webhooks").count()) == (0, 0)
