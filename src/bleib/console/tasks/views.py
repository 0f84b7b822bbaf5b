"""Tasks: one's own, everybody's, nobody's; ask, close, open again, hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.models import User
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customer.forms import TaskForm
from bleib.console.tasks.listing import MOST, WHOSE, closed_tasks, grouped, open_tasks
from bleib.kernel.errors import BleibError
from bleib.tasks.api import Outcome, Task, ask_colleague, close_task, hand_over_task, reopen_task


@requires(Action.WORK_ON_TASKS)
def tasks(request: StaffRequest) -> HttpResponse:
    """What has to be done, by day."""
    return _page(request, TaskForm())


@requires(Action.WORK_ON_TASKS)
@require_POST
def ask(request: StaffRequest) -> HttpResponse:
    """Something that concerns no customer, or nobody in particular."""
    form = TaskForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    ask_colleague(**form.cleaned_data, by=request.user, now=timezone.now())
    return _answer(request)


@requires(Action.WORK_ON_TASKS)
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """What came of it."""
    told = request.POST.get("outcome")
    outcome = Outcome(told) if told in Outcome.values else Outcome.DONE
    text = request.POST.get("text", "")[:5_000]
    return _do(request, pk, lambda task: close_task(task, outcome, text=text, by=request.user, now=timezone.now()))


@requires(Action.WORK_ON_TASKS)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """It has to be done after all."""
    return _do(request, pk, lambda task: reopen_task(task, by=request.user, now=timezone.now()))


@requires(Action.WORK_ON_TASKS)
@require_POST
def hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody else does it."""
    number = request.POST.get("owner", "")
    owner = get_object_or_404(User, pk=number, is_active=True) if number.isdecimal() else None
    return _do(request, pk, lambda task: hand_over_task(task, owner, by=request.user, now=timezone.now()))


def _do(request: StaffRequest, pk: int, verb: Callable[[Task], Any]) -> HttpResponse:
    """Do it, or say who was quicker."""
    task = get_object_or_404(Task, pk=pk)
    try:
        verb(task)
    except BleibError:
        messages.warning(request, _("The task “%(title)s” is closed already.") % {"title": task.title})
    return _answer(request)


def _answer(request: StaffRequest) -> HttpResponse:
    """The list as it is now: the part for htmx, the page for everybody else."""
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, TaskForm())
    return redirect(f"{reverse('tasks')}?{urlencode({'whose': _whose(request)})}")


def _page(request: StaffRequest, form: TaskForm) -> HttpResponse:
    whose, today = _whose(request), timezone.localdate()
    found = list(open_tasks(whose, request.user)[: MOST + 1])
    context = {
        "whose": whose,
        "choices": WHOSE.items(),
        "terms": grouped(found[:MOST], today=today),
        "more": len(found) > MOST,
        "most": MOST,
        "closed": closed_tasks(whose, request.user),
        "colleagues": User.objects.filter(is_active=True).order_by("name", "email"),
        "outcomes": Outcome.choices,
        "form": form,
    }
    part = "list" if request.htmx else "page"  # type: ignore[attr-defined]
    return render(request, f"console/tasks/{part}.html", context)


def _whose(request: StaffRequest) -> str:
    asked = request.POST.get("whose") or request.GET.get("whose") or "mine"
    return asked if asked in WHOSE else "mine"
