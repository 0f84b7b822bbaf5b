"""Handlers act once per fresh fact; listeners hear of every change."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from bleib.history.api import NewFact, append_pending, record
from bleib.history.backlog import LONG_QUEUE, backlog, is_about_to_hear, is_append_due
from bleib.history.delivery import MOST_FAILURES, deliver, distribute, forget_deliveries, tell
from bleib.history.feed import Fact
from bleib.history.models import Change, Delivery
from bleib.history.upkeep import forget_touched
from bleib.history.wiring import Handler, Listener, Wiring
from bleib.kernel.errors import UsageError
from bleib.worker.api import Job, State, enqueue

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
FRESH = timedelta(days=2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def effects() -> Iterator[Callable[[], Counter[tuple[str, str]]]]:
    """A table to which handlers append (their name, the customer); ask for what is in it."""
    with connection.cursor() as cursor:
        cursor.execute("create table effects (handler text, customer text)")
        yield _effects
        cursor.execute("drop table effects")


def _effects() -> Counter[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select handler, customer from effects")
        return Counter(cursor.fetchall())


def noting(name: str) -> Callable[..., None]:
    def act(facts: Sequence[Fact], *, now: datetime) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("insert into effects values (%s, %s)", [(name, fact.customer) for fact in facts])

    return act


THANK = Handler("thank", act=noting("thank"), fresh=FRESH)
WIRING = Wiring({"visit": (THANK,)}, ())


def happened(*customers: str, at: datetime = NOW, kind: str = "visit") -> Change:
    """These customers came, and the lake knows it."""
    facts = [NewFact(type=kind, customer=each, occurred_at=at, key=f"{each} {at}") for each in customers]
    with transaction.atomic():
        record(facts, now=NOW)
    append_pending(now=NOW)
    return Change.objects.latest("recorded_at")


def acted(change: Change, *, now: datetime = NOW, wiring: Wiring = WIRING) -> int:
    return deliver(wiring, change=change.pk, handler="thank", now=now)


def test_a_handler_acts_on_every_fact_of_a_change(effects):
    assert acted(happened("K1", "K2")) == 2
    assert effects() == {("thank", "K1"): 1, ("thank", "K2"): 1}


def test_the_same_change_again_does_nothing(effects):
    change = happened("K1")
    assert [acted(change), acted(change)] == [1, 0]
    assert effects() == {("thank", "K1"): 1}


@pytest.mark.slow
def test_the_same_fact_in_another_change_does_nothing(effects):
    first, second = happened("K1"), happened("K1")
    assert first != second
    assert [acted(first), acted(second)] == [0, 1]
    assert effects() == {("thank", "K1"): 1}


def test_a_stale_fact_gets_neither_effect_nor_row(effects):
    assert acted(happened("K1", at=NOW - FRESH - timedelta(seconds=1))) == 0
    assert not effects()
    assert not Delivery.objects.exists()


def test_a_fact_that_grew_stale_in_the_queue_is_left_alone(effects):
    assert acted(happened("K1"), now=NOW + FRESH + timedelta(seconds=1)) == 0


def test_other_types_are_left_alone(effects):
    assert acted(happened("K1", kind="case_opened")) == 0


def test_what_fails_leaves_nothing_and_can_be_repeated(effects):
    def fail(facts: Sequence[Fact], *, now: datetime) -> None:
        noting("thank")(facts, now=now)
        raise ZeroDivisionError

    change, failing = happened("K1"), Wiring({"visit": (Handler("thank", act=fail, fresh=FRESH),)}, ())
    with pytest.raises(ZeroDivisionError):
        acted(change, wiring=failing)
    assert not effects()
    assert acted(change) == 1


def failing_on(*customers: str) -> Wiring:
    """A handler that notes its facts and then fails, if one of them is of these customers."""

    def act(facts: Sequence[Fact], *, now: datetime) -> None:
        noting("thank")(facts, now=now)
        if any(fact.customer in customers for fact in facts):
            raise ZeroDivisionError

    return Wiring({"visit": (Handler("thank", act=act, fresh=FRESH),)}, ())


def test_a_fact_that_a_handler_fails_on_waits_alone(effects):
    change = happened("K1", "bad", "K2")
    with pytest.raises(ZeroDivisionError):
        acted(change, wiring=failing_on("bad"))
    assert effects() == {("thank", "K1"): 1, ("thank", "K2"): 1}
    assert acted(change) == 1
    assert effects() == {("thank", "K1"): 1, ("thank", "K2"): 1, ("thank", "bad"): 1}


def test_a_handler_that_fails_on_everything_is_not_asked_about_each_fact(effects):
    everybody = [f"K{n}" for n in range(50)]
    asked = []

    def fail(facts: Sequence[Fact], *, now: datetime) -> None:
        asked.append(len(facts))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        acted(happened(*everybody), wiring=Wiring({"visit": (Handler("thank", act=fail, fresh=FRESH),)}, ()))
    assert asked == [50, *[1] * (MOST_FAILURES + 1)]
    assert not effects()


def test_a_database_that_is_away_is_no_fact_s_fault(effects):
    asked = []

    def fail(facts: Sequence[Fact], *, now: datetime) -> None:
        asked.append(len(facts))
        raise OperationalError

    with pytest.raises(OperationalError):
        acted(happened("K1", "K2"), wiring=Wiring({"visit": (Handler("thank", act=fail, fresh=FRESH),)}, ()))
    assert asked == [2]


@pytest.mark.slow
def test_two_workers_at_the_same_facts_act_once(effects):
    change, together, counts = happened(*(f"K{n}" for n in range(50))), threading.Barrier(2), []

    def work() -> None:
        together.wait()
        counts.append(acted(change))
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(counts) == [0, 50]
    assert set(effects().values()) == {1}


def test_a_handler_that_is_in_the_wiring_no_more_does_nothing():
    assert deliver(Wiring({}, ()), change=happened("K1").pk, handler="thank", now=NOW) == 0


def test_a_change_is_distributed_once():
    happened("K1")
    assert [distribute(WIRING, now=NOW), distribute(WIRING, now=NOW)] == [1, 0]
    assert Job.objects.get().arguments == {"change": Change.objects.get().pk, "handler": "thank"}


def test_handlers_wait_for_the_listeners_that_come_first():
    happened("K1")
    listeners = (Listener("figures", run=print), Listener("appear", run=print, first=True))
    distribute(Wiring({"visit": (THANK,)}, listeners), now=NOW)
    by_name = {job.arguments.get("listener") or job.arguments["handler"]: job for job in Job.objects.all()}
    assert by_name["thank"].after == by_name["appear"]
    assert by_name["figures"].after is None


@pytest.mark.slow
def test_one_call_of_a_listener_that_sums_up_stands_for_all_changes_that_wait():
    for customer in ("K1", "K2", "K3"):
        happened(customer)
    distribute(Wiring({}, (Listener("activity", run=print, sums_up=True),)), now=NOW)
    assert Job.objects.count() == 1


def test_nobody_listens_to_what_bleib_only_concluded():
    with transaction.atomic():
        record([NewFact("light_changed", "K1", NOW, "1", props={"colour": "red"})], now=NOW)
    append_pending(now=NOW)
    distribute(Wiring({"light_changed": (THANK,)}, (Listener("lights", run=print),)), now=NOW)
    assert [job.task for job in Job.objects.all()] == ["deliver"]


def test_a_listener_is_about_to_hear_until_it_was_told_or_the_telling_failed():
    happened("K1")
    distribute(Wiring({}, (Listener("lights", run=print),)), now=NOW)
    assert [is_about_to_hear(name) for name in ("lights", "segments")] == [True, False]
    Job.objects.update(attempts=1)
    assert not is_about_to_hear("lights")


def test_a_listener_is_told_the_change():
    told, change = [], happened("K1")
    listener = Listener("appear", run=lambda *told_of, **_: told.extend(told_of))
    tell(Wiring({}, (listener,)), change=change.pk, listener="appear", now=NOW)
    assert told == [change]


def test_rows_about_facts_that_are_too_old_go():
    acted(happened("K1"))
    assert forget_deliveries(WIRING, now=NOW + FRESH) == 0
    assert forget_deliveries(WIRING, now=NOW + FRESH + timedelta(days=2)) == 1


def test_whom_a_change_touched_is_forgotten_when_everybody_was_told():
    happened("K1")
    distribute(WIRING, now=NOW)
    assert forget_touched(now=NOW) == 0
    Job.objects.update(state=State.DONE)
    assert forget_touched(now=NOW) == 1
    assert Change.objects.get().touched is None


def test_the_backlog_says_what_is_on_its_way():
    with transaction.atomic():
        record([NewFact(type="visit", customer="K1", occurred_at=NOW, key="1")], now=NOW)
    assert backlog().pending_facts == 1
    append_pending(now=NOW)
    assert (backlog().pending_facts, backlog().changes) == (0, 1)
    distribute(WIRING, now=NOW)
    assert backlog().lag(NOW + timedelta(seconds=30)) == 30
    Job.objects.update(state=State.DONE)
    assert (backlog().changes, backlog().lag(NOW)) == (0, 0)


def test_an_unknown_fact_type_is_refused():
    with pytest.raises(UsageError, match="'vist'"):
        Wiring({"vist": (THANK,)}, ())


def test_two_of_one_name_are_refused():
    with pytest.raises(UsageError, match="same name"):
        Wiring({"visit": (THANK, Handler("thank", act=print, fresh=FRESH))}, ())


def test_facts_wait_for_each_other_while_the_feed_is_behind():
    assert not is_append_due(NOW)
    with transaction.atomic():
        record([NewFact(type="visit", customer="K1", occurred_at=NOW, key="1")], now=NOW)
    assert is_append_due(NOW)
    for _ in range(LONG_QUEUE):
        enqueue(task="deliver", now=NOW)
    assert not is_append_due(NOW)
    Job.objects.update(attempts=1)
    assert is_append_due(NOW)
