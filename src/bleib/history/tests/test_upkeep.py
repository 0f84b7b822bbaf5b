"""What the worker does for the history beside the feed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from bleib.history import upkeep
from bleib.history.api import Change, NewFact, append_pending, record
from bleib.history.lake import Lake
from bleib.history.refresh import Refresh
from bleib.worker.api import Job, enqueue

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def append(times: int) -> None:
    for number in range(times):
        with transaction.atomic():
            record([NewFact(type="visit", customer="K1", occurred_at=NOW, key=f"{number}")], now=NOW)
        append_pending(now=NOW)


def test_a_few_files_are_left_for_the_night(home, monkeypatch):
    monkeypatch.setattr(upkeep, "MANY_FILES", 3)
    append(3)
    assert upkeep.compact_if_many(now=NOW) == 0
    assert len(Lake(home).files()) == 3


def test_many_files_become_one(home, monkeypatch):
    monkeypatch.setattr(upkeep, "MANY_FILES", 3)
    append(4)
    assert upkeep.compact_if_many(now=NOW) == 1
    assert len(Lake(home).files()) == 1


def test_activity_is_brought_up_to_date_once_for_the_changes_of_some_seconds(home):
    append(2)
    for change in Change.objects.all():
        upkeep.refresh_activity_soon(change, now=NOW)
    assert Job.objects.get(task="refresh-activity").due_at == NOW + upkeep.GATHERED
    assert not Refresh.of(home).is_current
    upkeep.refresh_activity(now=NOW)
    assert Refresh.of(home).is_current


def test_old_changes_go_when_everybody_was_told_but_for_the_newest(home):
    append(4)
    first, second, third, last = Change.objects.order_by("recorded_at")
    for told in (first, second, last):
        told.mark_distributed(now=NOW)
    enqueue(task="tell", arguments={"change": second.pk, "listener": "activity"}, now=NOW)
    assert upkeep.forget_changes(now=NOW + timedelta(days=7)) == 0
    assert upkeep.forget_changes(now=NOW + timedelta(days=8)) == 1
    assert set(Change.objects.all()) == {second, third, last}
