"""How jobs end, and what becomes of them then."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from bleib.worker.models import Job, State, Worker
from bleib.worker.models.job import PATIENCE
from bleib.worker.queue import enqueue, keep_schedule
from bleib.worker.tasks import MOST_ATTEMPTS, Every, OnDemand

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MAIL = OnDemand(task="mail", run=print)
APPEND = Every(seconds=1, task="append", run=print)


@pytest.fixture
def worker():
    return Worker.register(now=NOW)


@pytest.fixture
def running(worker):
    enqueue(task="mail", key="mail:1", now=NOW)
    return Job.objects.claim(tasks=["mail"], worker=worker, now=NOW)


@pytest.fixture
def recurring(worker):
    keep_schedule([APPEND], now=NOW)
    return Job.objects.claim(tasks=["append"], worker=worker, now=NOW)


def test_done_is_done(running):
    assert running.succeed(MAIL, now=NOW)
    assert (running.state, running.finished_at, running.worker) == (State.DONE, NOW, None)


def test_a_failure_comes_again_later(running):
    running.fail(ValueError(), MAIL, now=NOW)
    assert (running.state, running.attempts) == (State.WAITING, 1)
    assert running.due_at > NOW
    assert running.reason.startswith("Something unexpected happened: ValueError")


def test_after_many_failures_it_is_kept_for_somebody_to_look_at(running):
    Job.objects.update(attempts=MOST_ATTEMPTS)
    running.refresh_from_db()
    running.fail(ValueError(), MAIL, now=NOW)
    assert running.state == State.DEAD


def test_one_call_retries_what_failed_for_good(running):
    Job.objects.update(state=State.DEAD, worker=None, attempts=MOST_ATTEMPTS)
    assert running.retry(now=NOW)
    assert (running.state, running.attempts, running.due_at) == (State.WAITING, 0, NOW)


def test_what_runs_or_is_done_is_not_retried(running):
    assert not running.retry(now=NOW)
    running.succeed(MAIL, now=NOW)
    assert not running.retry(now=NOW)


def test_a_cancelled_job_is_not_done(worker):
    job = enqueue(task="mail", now=NOW)
    assert job.cancel(now=NOW)
    assert Job.objects.claim(tasks=["mail"], worker=worker, now=NOW) is None


def test_what_runs_cannot_be_cancelled(running):
    assert not running.cancel(now=NOW)


def test_the_schedule_cannot_be_cancelled(recurring):
    recurring.succeed(APPEND, now=NOW)
    assert not recurring.cancel(now=NOW)


def test_a_recurring_job_waits_for_its_next_time(recurring):
    recurring.succeed(APPEND, now=NOW)
    assert (recurring.state, recurring.due_at, recurring.attempts) == (State.WAITING, NOW + timedelta(seconds=1), 0)


def test_a_recurring_job_never_fails_for_good(recurring):
    Job.objects.update(attempts=MOST_ATTEMPTS)
    recurring.refresh_from_db()
    recurring.fail(ValueError(), APPEND, now=NOW)
    assert recurring.state == State.WAITING


def test_a_dead_workers_job_is_free_at_once(running, worker):
    assert worker.bury(now=NOW) == 1
    running.refresh_from_db()
    assert (running.state, running.due_at) == (State.WAITING, NOW)
    assert "ended in the middle" in running.reason


def test_the_dead_are_buried_once(running, worker):
    assert [worker.bury(now=NOW), worker.bury(now=NOW)] == [1, 0]


def test_a_job_that_kills_is_slowed_down_and_then_kept(running, worker):
    Job.objects.update(attempts=PATIENCE + 1)
    worker.bury(now=NOW)
    running.refresh_from_db()
    assert running.due_at > NOW
    second = Worker.register(now=NOW)
    Job.objects.update(state=State.RUNNING, worker=second, attempts=MOST_ATTEMPTS)
    second.bury(now=NOW)
    running.refresh_from_db()
    assert running.state == State.DEAD


def test_who_was_taken_for_dead_ends_nothing(running, worker):
    worker.bury(now=NOW)
    other = Worker.register(now=NOW)
    Job.objects.claim(tasks=["mail"], worker=other, now=NOW)
    assert not running.succeed(MAIL, now=NOW)
    assert not running.fail(ValueError(), MAIL, now=NOW)
    assert Job.objects.get().worker == other


def test_who_stops_in_order_gives_its_jobs_back_as_if_never_begun(running, worker):
    assert worker.leave() == 1
    running.refresh_from_db()
    assert (running.state, running.attempts, running.reason) == (State.WAITING, 0, "")
    assert not Worker.objects.exists()


def test_of_two_that_want_the_same_one_stays_and_followers_stay_with_it(running):
    twin = enqueue(task="mail", key="mail:1", now=NOW)
    follower = enqueue(task="thank", after=twin, now=NOW)
    running.fail(ValueError(), MAIL, now=NOW)
    follower.refresh_from_db()
    assert follower.after == Job.objects.get(task="mail") == running


def test_old_jobs_go_and_failed_ones_stay(worker):
    for state in (State.DONE, State.CANCELLED, State.DEAD, State.WAITING):
        Job.objects.create(task=state, state=state, created_at=NOW, due_at=NOW, finished_at=NOW)
    assert Job.objects.purge(before=NOW + timedelta(days=1)) == 2
    assert set(Job.objects.values_list("state", flat=True)) == {State.DEAD, State.WAITING}


def test_the_database_knows_that_a_running_job_has_a_worker():
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(task="mail", state=State.RUNNING, created_at=NOW, due_at=NOW)


def test_states_are_told_in_the_readers_language():
    with override("de"):
        assert [str(state.label) for state in State] == ["Wartet", "Läuft", "Erledigt", "Aufgegeben", "Abgebrochen"]
