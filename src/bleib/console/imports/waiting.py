"""What a page says while the worker is at an upload, or should be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.uploads.api import State, Upload, findings, job_of
from bleib.worker.api import State as JobState
from bleib.worker.api import status

STAGES: Mapping[str, Promise] = {
    "opening": _("The files are opened and their columns looked at."),
    "reading": _("The lines are read."),
    "comparing": _("The lines are compared with what is known."),
    "writing": _("What is new is compared with the history and written."),
}


def waiting(upload: Upload, *, now: datetime) -> dict[str, Any]:
    """For the template: the stage, how far it is, whether a worker lives, and what it does instead."""
    told = findings.read(upload.folder, findings.PROGRESS)
    job = job_of(upload.job_key)
    running = job is not None and job.state == JobState.RUNNING
    return {
        "upload": upload,
        "importing": upload.state == State.IMPORTING,
        "running": running,
        "progress": told if running else {},
        "stage": STAGES.get(told.get("stage", "")) if running else "",
        "job": job,
        "failed": job is not None and job.state == JobState.DEAD,
        "again": job is not None and bool(job.reason) and not running,
        **worker_now(now),
        "other": Upload.objects.importing().exclude(pk=upload.pk).select_related("by").order_by("begun_at").first(),
    }


def worker_now(now: datetime) -> dict[str, Any]:
    """Whether a worker lives."""
    return {"alive": any(worker.alive for worker in status((), now=now).workers)}
