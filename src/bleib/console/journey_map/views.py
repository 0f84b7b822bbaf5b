"""The journey of customers, phase by phase: the page reads what was measured of everybody, or of a slice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.journey_map import paths, phases
from bleib.console.journey_map.worst import Worst, worst
from bleib.console.retention.forms import QuestionForm
from bleib.console.retention.frame import answered
from bleib.console.retention.links import Links
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import Answer, answer, standard
from bleib.figures.slices import labels
from bleib.tasks.api import ask_colleague

A_WEEK = timedelta(days=7)


@requires(Action.SEE_FIGURES)
def journey_map(request: StaffRequest) -> HttpResponse:
    """Phases, touchpoints and paths of the last year. The slice is in the address, as on the retention page."""
    may = {"may_work": request.user.may(Action.WORK_ON_TASKS)}
    return answered(
        request, "console/journey_map/page.html", lambda found, _form, links: {**_shown(found, links), **may}
    )


@requires(Action.WORK_ON_TASKS)
@require_POST
def make_task(request: StaffRequest) -> HttpResponse:
    """Where customers are lost becomes a task of whoever asks, due in a week."""
    now = timezone.now()
    form = QuestionForm(request.POST, known=answer(standard(), now=now))
    found = answer(form.question, now=now)
    links = Links(found.key, allowed=request.user.may(Action.SEE_CUSTOMERS))
    if (lost := worst(found.journey, words_of_reader(), links)) is not None:
        due_on = timezone.localdate() + A_WEEK
        ask_colleague(lost.title, by=request.user, now=now, due_on=due_on, text=_text(request, lost))
        messages.success(request, _("It is among your tasks now, due in a week."))
    chosen = request.POST.get("slice", "")
    return redirect(f"{reverse('journey_map')}?{urlencode({'slice': chosen})}" if chosen else "journey_map")


def _text(request: StaffRequest, lost: Worst) -> str:
    """With the address of the list, for whoever may see it."""
    return f"{lost.advice}\n{request.build_absolute_uri(lost.link)}" if lost.link else lost.advice


def _slice(found: Answer) -> str:
    """What the slice is called; empty for everybody."""
    question = found.question
    return labels(question.slice_by, [question.slice_value])[question.slice_value] if question.slice_by else ""


def _shown(found: Answer, links: Links) -> dict[str, Any]:
    words = words_of_reader()
    if not found.journey:
        return {"nothing": True}
    overview = phases.overview(found.journey, words, links)
    told = (paths.section(found.paths, outcome, words=words, links=links) for outcome in paths.OUTCOMES)
    walked = [each for each in told if each]
    return {
        "window": found.report and words.span(found.report.revenue_window),
        "slice": _slice(found),
        "worst": worst(found.journey, words, links),
        "overview": overview,
        "phases": phases.sections(found.journey, words, links),
        "paths": walked,
        "drawn": [overview, *walked],
    }
