"""While everybody is forecast, nobody waits for it: who is touched is judged at once by the forecast so far, and is
forecast, judged and put into segments once more when it is done.

For each such change a job is kept. All of them stand behind one job that asks each minute whether the forecast is done,
and then does at once what they are about.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from bleib.history.api import Change
from bleib.lights.api import Then, judge_changed
from bleib.outlook.api import rescore
from bleib.segments.api import fill_changed
from bleib.worker.api import Job, LeaseTaken, enqueue

TASK = "rescore-kept"
AGAIN = timedelta(minutes=1)


def rescore_or_later(change: Change, *, now: datetime) -> int:
    """A listener: forecast whom a change touched, or keep it for later; returns how many rows are others now."""
    try:
        return rescore(change, now=now)
    except LeaseTaken:
        _keep(change, now=now)
        return 0


def rescore_kept(*, now: datetime, then: Then | None = None) -> int:
    """A task: what kept changes are about, in one pass; `then` as for lights. Returns how many changes there were."""
    jobs = list(_kept())
    changes = Change.objects.in_bulk([job.arguments["change"] for job in jobs]).values()
    try:
        rescore(*changes, now=now)
    except LeaseTaken:
        with transaction.atomic():
            _kept().update(after=_asking(now=now))
        return 0
    judge_changed(*changes, now=now, then=then)
    fill_changed(*changes, now=now)
    Job.objects.waiting().filter(pk__in=[job.pk for job in jobs]).delete()
    return len(changes)


def _kept() -> QuerySet[Job]:
    return Job.objects.waiting().filter(task="tell", after__key=TASK)


def _keep(change: Change, *, now: datetime) -> None:
    """As a job of the listener: whom the change touched is not forgotten before it is done."""
    with transaction.atomic():
        enqueue(
            task="tell",
            arguments={"change": change.pk, "listener": "outlook"},
            key=f"change:{change.pk}:listener:outlook:again",
            after=_asking(now=now),
            now=now,
        )


def _asking(*, now: datetime) -> Job:
    """The job that all stand behind. Nobody begins it before the caller's transaction is over."""
    while True:
        job = enqueue(task=TASK, key=TASK, due=now + AGAIN, now=now)
        if Job.objects.select_for_update().waiting().filter(pk=job.pk).first() is not None:
            return job
