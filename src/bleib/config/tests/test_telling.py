"""From a recorded fact to the receiver of a webhook, through the wiring as it stands."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction

from bleib.accounts.tests.people import anna
from bleib.config.rescoring import AGAIN, rescore_kept
from bleib.config.wiring import WIRING
from bleib.history.api import NewFact, append_pending, record
from bleib.history.delivery import deliver, distribute
from bleib.history.models import Change, Delivery
from bleib.history.models.change import ChangeKind
from bleib.history.models.setting import next_instant
from bleib.history.publishing import publish
from bleib.history.upkeep import forget_touched
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


@pytest.fixture
def heard(monkeypatch) -> dict[str, list[list[int]]]:
    """Who heard of which changes together; the forecast raises as long as it is said to run."""
    heard: dict[str, list[list[int]]] = {"forecast": [], "judged": [], "filled": []}

    def hear(name: str, *changes: Change, **_more: object) -> int:
        if name == "forecast" and "running" in heard:
            raise LeaseTaken
        heard[name].append([change.pk for change in changes])
        return 0

    for name, listener in (("forecast", "rescore"), ("judged", "judge_changed"), ("filled", "fill_changed")):
        monkeypatch.setattr(f"bleib.config.rescoring.{listener}", partial(hear, name))
    return heard


def told_of_two_changes(heard, now) -> list[int]:
    """While everybody is forecast."""
    heard["running"] = []
    first = Change.objects.get()
    seen = bytes(first.touched or b"")
    with transaction.atomic():
        second = publish(ChangeKind.UNDO, recorded_at=next_instant(now), touched=seen, lake_version=0)
    for change in (first, second, first):
        assert WIRING.listeners["outlook"].run(change, now=now) == 0
    return [first.pk, second.pk]


def test_who_was_touched_while_everybody_was_forecast_is_judged_once_more_when_that_is_done(happened, heard, now):
    changes = told_of_two_changes(heard, now)
    assert rescore_kept(now=now) == 0
    assert heard["judged"] == []
    del heard["running"]
    assert rescore_kept(now=now) == 2
    assert heard == {"forecast": [changes], "judged": [changes], "filled": [changes]}
    assert rescore_kept(now=now) == 0


def test_however_long_the_forecast_takes_one_job_asks_for_it_and_events_do_not_wait(happened, heard, now):
    changes = told_of_two_changes(heard, now)
    rescore_kept(now=now)
    later = now + AGAIN
    due = Job.objects.claimable(now=later).exclude(created_at__lt=now)
    assert [job.task for job in due if job.task == "rescore-kept" or job.key.endswith(":again")] == ["rescore-kept"]
    assert forget_touched(now=later) == 0
    assert Change.objects.filter(pk__in=changes, touched=None).count() == 0


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
