"""The worker's own tidying."""

from __future__ import annotations

from datetime import datetime, timedelta

from bleib.worker.leases import forget_the_dead
from bleib.worker.models import Job

KEPT_FOR = timedelta(days=7)  # jobs that were done or cancelled; what failed for good stays until somebody decides


def tidy(*, now: datetime) -> int:
    """Delete jobs that ended a week ago and leases of dead processes. Returns how many jobs."""
    forget_the_dead()
    return Job.objects.purge(before=now - KEPT_FOR)
