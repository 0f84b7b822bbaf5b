"""What the worker deletes of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from bleib.worker.housekeeping import tidy
from bleib.worker.leases import lease
from bleib.worker.models import Job, Lease, State

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_jobs_are_forgotten_after_a_week():
    for days in (6, 8):
        ended = NOW - timedelta(days=days)
        Job.objects.create(task="mail", state=State.DONE, created_at=ended, due_at=ended, finished_at=ended)
    assert tidy(now=NOW) == 1


def test_only_leases_of_the_dead_go():
    with lease("lake", doing="Compaction"), lease("import", doing="Import"):
        Lease.objects.filter(name="lake").update(began="another process")
        tidy(now=NOW)
        assert Lease.objects.get().name == "import"
