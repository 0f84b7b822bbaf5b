"""One pull: whether it runs, what came of its runs, trying it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.tabs import page
from bleib.console.imports.rows import ADDRESSES, counts_of
from bleib.pulls import api
from bleib.pulls.api import DIALECTS, Kind, Pull, Run
from bleib.uploads.api import Topic, Wishes
from bleib.worker.api import Job, State

SHOWN_RUNS = 30


@requires(Action.EDIT_CONNECTIONS)
def pull(request: StaffRequest, pk: int) -> HttpResponse:
    """Its state and its runs; htmx asks again while the worker is at it."""
    found = get_object_or_404(Pull.objects.select_related("by"), pk=pk)
    runs = Run.objects.filter(pull=found).select_related("upload").order_by("-pk")[:SHOWN_RUNS]
    context = {
        "pull": found,
        "dialect": DIALECTS[found.place["dialect"]].label if found.kind == Kind.SQL else "",
        "columns": Wishes.of(found.wishes).columns,
        "runs": [_shown(run, found, request) for run in runs],
        "waits": Job.objects.filter(key__in=_keys(found, request), state__in=(State.WAITING, State.RUNNING)).exists(),
    }
    return page(request, "pull", context)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def trial(request: StaffRequest, pk: int) -> HttpResponse:
    """Have the worker fetch once, to look at it."""
    api.start_trial(get_object_or_404(Pull, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The worker fetches a sample. It appears below."))
    return redirect("pull", pk)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def adopt(request: StaffRequest, pk: int) -> HttpResponse:
    """From now on it is read as this trial's upload is."""
    run = get_object_or_404(Run.objects.select_related("pull", "upload"), pk=pk, trial=True, upload__isnull=False)
    assert run.upload is not None
    api.read_like(run.pull, run.upload, by=request.user, now=timezone.now())
    messages.success(request, _("From now on it is read like this."))
    return redirect("pull", run.pull_id)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """On or off."""
    found = get_object_or_404(Pull, pk=pk)
    if request.POST.get("on") == "yes":
        api.switch_on(found, by=request.user, now=timezone.now())
        messages.success(request, _("Switched on. It runs now, and from now on by its schedule."))
    else:
        api.switch_off(found, by=request.user, now=timezone.now())
        messages.success(request, _("Switched off."))
    return redirect("pull", pk)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def run_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Without waiting for its time."""
    api.start_now(get_object_or_404(Pull, pk=pk, on_since__isnull=False), now=timezone.now())
    messages.success(request, _("The worker fetches now."))
    return redirect("pull", pk)


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def anew(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything once more, with the next run."""
    api.begin_anew(get_object_or_404(Pull, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The next run reads everything again. Nothing counts twice."))
    return redirect("pull", pk)


def _keys(found: Pull, request: StaffRequest) -> list[str]:
    return [found.job_key, f"try pull {found.pk} {request.user.pk}"]


def _shown(run: Run, found: Pull, request: StaffRequest) -> dict[str, Any]:
    """A row of the log. A trial's columns are looked at by who asked for it."""
    topic = Topic(found.topic)
    upload = run.upload if run.trial and run.upload is not None and run.upload.by_id == request.user.pk else None
    return {
        "run": run,
        "counts": counts_of(topic, run.counts or {}),
        "address": reverse(ADDRESSES[topic][0], args=[run.number]) if run.number else "",
        "columns": reverse("upload_page", args=[upload.key]) if upload else "",
        "names": ", ".join(each["name"] for each in run.files),
    }
