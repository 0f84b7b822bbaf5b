"""A worker at work: its threads, its heartbeat, its end."""

import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, connections

from bleib.worker.crew import Crew, OneIsEnough
from bleib.worker.models import Job, State, Tally, Worker
from bleib.worker.queue import enqueue
from bleib.worker.status import status
from bleib.worker.stopping import checkpoint
from bleib.worker.tasks import Every, Lane, OnDemand

pytestmark = pytest.mark.django_db(transaction=True)


def now():
    return datetime.now(UTC)


def nothing(now):
    """A task that is done at once."""


def broken(now):
    return 1 / 0


@contextmanager
def at_work(*entries, grace=20.0):
    """A worker in a thread of its own; afterwards `crew.ended` tells whether all its threads ended in time."""
    crew = Crew(entries, grace=grace)

    def run():
        crew.ended = crew.run()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield crew
    finally:
        crew.stop.set()
        thread.join()


def until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_(state, **which):
    return lambda: Job.objects.filter(state=state, **which).exists()


def test_a_job_is_done_with_its_arguments_and_the_time():
    seen = []
    enqueue(task="mail", arguments={"contact": 7}, now=now())
    with at_work(OnDemand(task="mail", run=lambda **told: seen.append(told))):
        until(is_(State.DONE))
    assert seen[0]["contact"] == 7
    assert seen[0]["now"].tzinfo is not None


def test_what_recurs_comes_again_and_again():
    seen = []
    with at_work(Every(seconds=0.01, task="append", run=lambda now: seen.append(now))):
        until(lambda: len(seen) >= 3)
    assert Job.objects.get().schedule == "every 0.01 s"


def test_what_is_not_needed_is_not_begun():
    with at_work(Every(seconds=0.01, task="append", run=print, needed=lambda _now: False)):
        time.sleep(0.6)
    assert Job.objects.get().started_at is None


def test_a_failing_job_waits_and_the_others_go_on():
    enqueue(task="broken", now=now())
    enqueue(task="mail", now=now())
    with at_work(OnDemand(task="broken", run=broken), OnDemand(task="mail", run=nothing)):
        until(is_(State.DONE, task="mail"))
    assert Job.objects.get(task="broken").reason.startswith("Something unexpected happened: ZeroDivisionError")


def test_a_panic_of_a_library_ends_the_job_and_not_the_thread():
    def panic(now):
        raise BaseException("rust")  # noqa: TRY002

    enqueue(task="panic", now=now())
    enqueue(task="mail", now=now())
    with at_work(OnDemand(task="panic", run=panic), OnDemand(task="mail", run=nothing)):
        until(is_(State.DONE, task="mail"))
    assert "BaseException" in Job.objects.get(task="panic").reason


def test_a_lane_that_stumbles_goes_on(monkeypatch):
    """Whatever a question raises that is asked before a task begins."""
    monkeypatch.setattr("bleib.worker.lane.UNREACHABLE_SECONDS", 0.01)
    questions = iter([ZeroDivisionError, OperationalError])

    def needed(_now):
        if (error := next(questions, None)) is not None:
            raise error
        return True

    with at_work(Every(seconds=0.01, task="append", run=nothing, needed=needed)):
        until(lambda: Tally.objects.filter(task="append").exists())


def test_a_job_is_ended_as_soon_as_the_database_listens(monkeypatch):
    """Saying how it ended fails once, half of it said."""
    monkeypatch.setattr("bleib.worker.lane.UNREACHABLE_SECONDS", 0.01)
    answers, count = iter([OperationalError]), Tally.count

    def fail_once(*arguments, **told):
        if (error := next(answers, None)) is not None:
            raise error
        count(*arguments, **told)

    monkeypatch.setattr(Tally, "count", fail_once)
    enqueue(task="mail", now=now())
    with at_work(OnDemand(task="mail", run=nothing)):
        until(is_(State.DONE))
    assert Tally.objects.get(task="mail").done == 1


def test_long_work_does_not_hold_up_the_quick():
    release = threading.Event()
    enqueue(task="compact", now=now())
    slow = OnDemand(task="compact", run=lambda **_: release.wait(10), lane=Lane.LONG)
    with at_work(slow, OnDemand(task="append", run=nothing, lane=Lane.QUICK)):
        until(is_(State.RUNNING, task="compact"))
        enqueue(task="append", now=now())
        until(is_(State.DONE, task="append"))
        release.set()


def test_done_and_failed_are_counted_with_their_seconds():
    enqueue(task="mail", now=now())
    with at_work(OnDemand(task="mail", run=lambda **_: time.sleep(0.05))):
        until(is_(State.DONE))
    tally = Tally.objects.get(task="mail")
    assert (tally.done, tally.failed) == (1, 0)
    assert tally.seconds == tally.last_seconds >= 0.05


def test_told_to_stop_a_worker_finishes_what_it_does():
    begun, entries = threading.Event(), []

    def work(now):
        begun.set()
        time.sleep(0.3)
        entries.append("done")

    enqueue(task="mail", now=now())
    with at_work(OnDemand(task="mail", run=work)) as crew:
        begun.wait(10)
    assert entries == ["done"]
    assert crew.ended
    assert Job.objects.get().state == State.DONE
    assert not Worker.objects.exists()


def test_told_to_stop_long_work_is_given_back_at_its_next_step():
    begun = threading.Event()

    def work(now):
        while True:
            begun.set()
            checkpoint()
            time.sleep(0.01)

    enqueue(task="mail", now=now())
    with at_work(OnDemand(task="mail", run=work)):
        begun.wait(10)
    job = Job.objects.get()
    assert (job.state, job.attempts, job.worker) == (State.WAITING, 0, None)


def test_what_does_not_stop_in_time_is_given_back():
    begun, release = threading.Event(), threading.Event()

    def work(now):
        begun.set()
        release.wait(10)

    enqueue(task="mail", now=now())
    with at_work(OnDemand(task="mail", run=work), grace=0.2) as crew:
        begun.wait(10)
    assert not crew.ended
    assert Job.objects.get().state == State.WAITING
    release.set()
    until(lambda: not any(thread.name.startswith("lane-") for thread in threading.enumerate()))
    assert Job.objects.get().state == State.WAITING


def test_the_jobs_of_a_worker_that_died_are_done_by_the_next():
    dead = Worker.register(now=now())
    Worker.objects.update(began="another process")
    enqueue(task="mail", now=now())
    Job.objects.claim(tasks=["mail"], worker=dead, now=now())
    with at_work(OnDemand(task="mail", run=nothing)):
        until(is_(State.DONE))
        assert not Worker.objects.filter(pk=dead.pk).exists()


def test_of_two_workers_on_sqlite_the_second_says_so():
    with at_work():
        until(Worker.objects.exists)
        if connection.vendor == "sqlite":
            with pytest.raises(OneIsEnough, match="SQLite takes only one"):
                Crew([]).run()
        else:
            with at_work():
                until(lambda: Worker.objects.count() == 2)


def test_a_worker_taken_for_dead_registers_anew(monkeypatch):
    monkeypatch.setattr("bleib.worker.crew.BEAT_SECONDS", 0)
    monkeypatch.setattr("bleib.worker.crew.LOOK_SECONDS", 0.05)
    with at_work(OnDemand(task="mail", run=nothing)):
        until(Worker.objects.exists)
        Worker.objects.all().delete()
        until(Worker.objects.exists)
        enqueue(task="mail", now=now())
        until(is_(State.DONE))


def test_the_status_says_what_is_stuck():
    entry = OnDemand(task="mail", run=nothing)
    enqueue(task="mail", now=now())
    enqueue(task="gone", due=datetime(2026, 1, 1, tzinfo=UTC), now=now())
    with at_work(entry) as crew:
        until(is_(State.DONE))
        seen = status([entry], now=now())
    assert [task.task for task in seen.stuck] == ["gone"]
    assert [worker.worker for worker in seen.workers if worker.alive] == [crew.worker.pk]
    assert next(task for task in seen.tasks if task.task == "mail").done == 1


def test_what_a_job_leaves_to_another_lane_is_begun_at_once(monkeypatch):
    monkeypatch.setattr("bleib.worker.lane.POLL_SECONDS", 60)
    began = []

    def first(now):
        enqueue(task="second", now=now)

    def second(now):
        began.append(now)

    enqueue(task="first", now=now())
    with at_work(OnDemand(task="first", run=first, lane=Lane.QUICK), OnDemand(task="second", run=second)) as crew:
        until(lambda: began)
        crew.stop.set()
        crew.bell.ring()
