"""Which pulls are due, as jobs of the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bleib.pulls.models import Pull
from bleib.worker.api import enqueue

TASK = "pull"


def is_pull_due(now: datetime) -> bool:
    return Pull.objects.due(now=now).exists()


def start_due(*, now: datetime) -> int:
    """Write a job for each pull that is due. Returns how many."""
    return sum(_start(pull, now=now) for pull in Pull.objects.due(now=now))


def start_now(pull: Pull, *, now: datetime) -> None:
    """Without waiting for its time."""
    enqueue(task=TASK, arguments={"pull": pull.pk}, key=pull.job_key, now=now)


def _start(pull: Pull, *, now: datetime) -> bool:
    with transaction.atomic():
        if not pull.postpone(now=now):
            return False
        start_now(pull, now=now)
    return True
