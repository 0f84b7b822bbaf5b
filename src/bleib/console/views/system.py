"""What the worker does, what is on its way, what failed; trying again with one click."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.letters import reaches_people
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.audit.api import record
from bleib.console.connections.ill import ill
from bleib.history.backlog import backlog
from bleib.worker.api import Job, status

MOST_DEAD = 100


@requires(Action.SEE_WORKER)
def system(request: StaffRequest) -> HttpResponse:
    """The page; htmx asks for its state again every few seconds."""
    now = timezone.now()
    seen, waiting = status(import_string(settings.SCHEDULE), now=now), backlog()
    context = {
        "status": seen,
        "alive": [worker for worker in seen.workers if worker.alive],
        "backlog": waiting,
        "lag": round(waiting.lag(now)),
        "dead": Job.objects.dead().order_by("-finished_at")[:MOST_DEAD],
        "may_retry": request.user.may(Action.RUN_WORKER),
        "mail_reaches_people": reaches_people(),
        "ill": ill(now=now),
        "may_connect": request.user.may(Action.EDIT_CONNECTIONS),
    }
    return render(request, "console/system/system.html", context)


@requires(Action.RUN_WORKER)
@require_POST
def retry(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a job that failed in front of the queue."""
    job = get_object_or_404(Job, pk=pk)
    with transaction.atomic():
        done = job.retry(now=timezone.now())
        if done:
            record(actor=request.user, verb="job.retried", subject=job.task, number=job.pk, now=timezone.now())
    messages.add_message(request, *_said(done))
    return redirect("system")


@requires(Action.RUN_WORKER)
@require_POST
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Nobody shall do this job."""
    job = get_object_or_404(Job, pk=pk)
    with transaction.atomic():
        done = job.cancel(now=timezone.now())
        if done:
            record(actor=request.user, verb="job.cancelled", subject=job.task, number=job.pk, now=timezone.now())
    messages.add_message(request, *_said(done))
    return redirect("system")


def _said(done: bool) -> tuple[int, str]:
    if done:
        return messages.SUCCESS, _("Done. The worker takes it from here.")
    return messages.WARNING, _("There was nothing to do: this job runs, or has ended.")
