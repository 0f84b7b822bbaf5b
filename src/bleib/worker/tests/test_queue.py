"""Work enters the queue in the transaction that wants it, once per key."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from bleib.worker.models import Job, State, Worker
from bleib.worker.queue import enqueue, keep_schedule
from bleib.worker.tasks import Daily, Every

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def worker():
    return Worker.register(now=NOW)


def claim(worker, *, task="mail", now=NOW):
    return Job.objects.claim(tasks=[task], worker=worker, now=now)


def test_a_job_is_undone_with_the_transaction_that_wanted_it():
    with transaction.atomic():
        enqueue(task="mail", key="mail:1", now=NOW)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_who_asks_twice_gets_the_same_job():
    first = enqueue(task="mail", key="mail:1", now=NOW)
    assert enqueue(task="mail", key="mail:1", now=NOW) == first
    assert Job.objects.count() == 1


def test_jobs_without_a_key_are_many():
    assert enqueue(task="mail", now=NOW) != enqueue(task="mail", now=NOW)


def test_a_key_of_a_running_job_waits_behind_it(worker):
    enqueue(task="mail", key="mail:1", now=NOW)
    running = claim(worker)
    waiting = enqueue(task="mail", key="mail:1", now=NOW)
    assert waiting != running
    assert claim(worker) is None
    Job.objects.filter(pk=running.pk).update(state=State.DONE, worker=None)
    assert claim(worker) == waiting


def test_a_job_is_not_done_before_it_is_due(worker):
    enqueue(task="mail", due=NOW + timedelta(hours=1), now=NOW)
    assert claim(worker) is None
    assert claim(worker, now=NOW + timedelta(hours=1)) is not None


def test_jobs_come_in_the_order_of_their_due_times(worker):
    late = enqueue(task="mail", due=NOW - timedelta(hours=1), now=NOW)
    early = enqueue(task="mail", due=NOW - timedelta(hours=2), now=NOW)
    assert [claim(worker), claim(worker)] == [early, late]


@pytest.mark.parametrize(
    ("state", "free"), [(State.WAITING, False), (State.DEAD, False), (State.DONE, True), (State.CANCELLED, True)]
)
def test_a_job_waits_for_the_one_that_has_to_be_done_first(worker, state, free):
    first = enqueue(task="appear", now=NOW)
    enqueue(task="mail", after=first, now=NOW)
    Job.objects.filter(pk=first.pk).update(state=state)
    assert (claim(worker) is not None) is free


def test_nobody_claims_what_it_does_not_know(worker):
    enqueue(task="mail of a later version", now=NOW)
    assert claim(worker) is None


SCHEDULE = (Every(seconds=1, task="append", run=print), Daily(at="03:00", task="compact", run=print))


def test_a_schedule_has_one_row_for_each_task():
    keep_schedule(SCHEDULE, now=NOW)
    keep_schedule(SCHEDULE, now=NOW)
    assert sorted(Job.objects.values_list("task", "schedule")) == [("append", "every 1 s"), ("compact", "daily 03:00")]


def test_what_is_in_the_schedule_no_more_goes():
    keep_schedule(SCHEDULE, now=NOW)
    keep_schedule(SCHEDULE[:1], now=NOW)
    assert Job.objects.get().task == "append"


def test_a_changed_time_counts_at_once():
    keep_schedule(SCHEDULE[1:], now=NOW)
    keep_schedule((Daily(at="04:00", task="compact", run=print),), now=NOW)
    assert Job.objects.get().due_at == datetime(2026, 11, 22, 3, tzinfo=UTC)  # 04:00 in Berlin


def test_a_restart_does_not_begin_the_wait_anew():
    keep_schedule(SCHEDULE, now=NOW)
    keep_schedule(SCHEDULE, now=NOW + timedelta(days=3))
    assert Job.objects.get(task="compact").due_at == datetime(2026, 11, 22, 2, tzinfo=UTC)
