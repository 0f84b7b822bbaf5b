"""Tasks of a customer, on its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customer.forms import TaskForm
from bleib.console.customer.sections import answer, current
from bleib.kernel.errors import BleibError
from bleib.tasks.api import Outcome, ask_colleague, close_task


@requires(Action.WORK_ON_TASKS)
@require_POST
def ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Somebody has to do something for this customer."""
    customer = current(pk)
    form = TaskForm(request.POST)
    if not form.is_valid():
        return answer(request, customer, "tasks", task_form=form)
    ask_colleague(**form.cleaned_data, customer=customer, by=request.user, now=timezone.now())
    return answer(request, customer, "tasks")


@requires(Action.WORK_ON_TASKS)
@require_POST
def close(request: StaffRequest, pk: int, task: int) -> HttpResponse:
    """What came of it."""
    customer = current(pk)
    found = get_object_or_404(customer.tasks, pk=task)
    outcome = Outcome(request.POST["outcome"]) if request.POST.get("outcome") in Outcome.values else Outcome.DONE
    try:
        close_task(found, outcome, text=request.POST.get("text", "")[:5_000], by=request.user, now=timezone.now())
    except BleibError:
        messages.warning(request, _("The task “%(title)s” is closed already.") % {"title": found.title})
    return answer(request, customer, "tasks")
