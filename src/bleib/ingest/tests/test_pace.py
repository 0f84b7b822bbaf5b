"""Too much at once is refused so that libraries come again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection

from bleib.history.backlog import LONG_QUEUE
from bleib.ingest import pace, working
from bleib.ingest.allowance import A_DAY
from bleib.ingest.api import is_anything_waiting, work_off
from bleib.ingest.claiming import claim
from bleib.ingest.models import Identity, Outcome, Tally, Unclaimed, Waiting
from bleib.ingest.owners import Owner
from bleib.ingest.pace import Pace
from bleib.ingest.refusals import TooMany
from bleib.ingest.tests.conftest import NOW, facts_of_lake, track
from bleib.worker.api import enqueue

pytestmark = pytest.mark.django_db


def test_a_public_source_is_slowed_down_for_the_rest_of_the_minute(website, application):
    fresh = Pace()
    fresh.admit(website[0], pace.PUBLIC_A_MINUTE, now=NOW)
    with pytest.raises(TooMany):
        fresh.admit(website[0], 1, now=NOW)
    fresh.admit(application[0], pace.PUBLIC_A_MINUTE + 1, now=NOW)
    fresh.admit(website[0], 1, now=NOW.replace(minute=1))


def test_while_the_worker_is_far_behind_senders_are_told_to_come_again(monkeypatch, send, application):
    monkeypatch.setattr("bleib.ingest.receiving.PACE", Pace())
    Waiting.objects.create(source=application[0], kind="", body=b"", events=pace.MOST_WAITING + 1, received_at=NOW)
    answer = send(application[1], track("A"))
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")
    assert Waiting.objects.count() == 1


def test_after_quick_turns_more_is_taken_and_after_slow_ones_less():
    portion = working.Portion()
    taken = [portion.events]
    for seconds in (0.1, 0.1, 0.7, 5, 5):
        portion.took(seconds)
        taken.append(portion.events)
    assert taken == [4_000, 8_000, 10_000, 10_000, 5_000, 2_500]


def test_what_was_slow_is_remembered_from_call_to_call(monkeypatch, tell, application, otter):
    monkeypatch.setattr(working, "PORTION", working.Portion())
    monkeypatch.setattr(working, "SLOW", 0)
    monkeypatch.setattr(working, "QUICK", 0)
    tell(application[1], track("A"))
    tell(application[1], track("B", "m2"))
    assert working.PORTION.events == working.FIRST // 4


@pytest.fixture
def few_parameters() -> Iterator[None]:
    """Of a statement, as in other builds of SQLite."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    before = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 3_000)
    yield
    connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, before)


def test_more_owners_than_a_statement_takes_are_asked_for_in_several(otter, few_parameters):
    assert claim({str(number): Owner(otter) for number in range(70_000)}) == []


@pytest.mark.parametrize(
    ("spent", "message"),
    [
        (Outcome.UNCLAIMED, {"type": "page", "anonymousId": "a1", "messageId": "p1", "name": "Prices"}),
        (Outcome.PEOPLE, {"type": "identify", "anonymousId": "a1", "userId": "O1", "messageId": "i1"}),
    ],
)
def test_a_public_source_leaves_only_so_much_behind_in_a_day(tell, website, otter, spent, message):
    Tally.objects.create(source=website[0], day=NOW.date(), outcome=spent, events=A_DAY[spent])
    tell(website[1], message)
    assert Tally.objects.get(outcome=Outcome.TOO_MANY).events == 1
    assert not Unclaimed.objects.exists()
    assert not Identity.objects.exists()


def test_those_who_are_told_of_facts_are_waited_for_between_two_turns(monkeypatch, send, home, application, otter):
    monkeypatch.setattr("bleib.ingest.working.PORTION.events", 1)
    for number in ("m1", "m2", "m3"):
        send(application[1], track("A", number))
    behind = [enqueue(task="tell", now=NOW.replace(year=2020)) for _each in range(LONG_QUEUE)]
    work_off(now=NOW)
    assert (len(facts_of_lake(home)), Waiting.objects.count()) == (1, 2)
    assert not is_anything_waiting(NOW)
    behind[0].delete()
    work_off(now=NOW)
    assert (len(facts_of_lake(home)), Waiting.objects.count()) == (3, 0)
