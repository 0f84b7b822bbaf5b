"""The journey of customers, phase by phase: the page reads what was measured of everybody, or of a slice."""

from __future__ import annotations

from typing import Any

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
from bleib.console.journey_map import paths, phases, task
from bleib.console.journey_map.worst import Worst, worst
from bleib.console.retention.forms import QuestionForm
from bleib.console.retention.frame import answered
from bleib.console.retention.links import Links
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import Answer, answer, standard
from bleib.figures.slices import labels


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
    """Where customers are lost becomes a task of whoever asks. The map is that of the address, as on the page."""
    now, words = timezone.now(), words_of_reader()
    found = answer(QuestionForm(request.GET, known=answer(standard(), now=now)).question, now=now)
    links = Links(found.key, allowed=request.user.may(Action.SEE_CUSTOMERS))
    lost = worst(found.journey, words, links)
    if lost is None:
        messages.info(request, _("No task was made: no touchpoint stands out, or the figures are being measured."))
    elif task.make(lost, _text(request, lost, found), question=found.key, by=request.user, now=now):
        messages.success(request, _("It is among your tasks now, due in a week."))
    else:
        messages.info(request, _("There is an open task about this already."))
    asked = request.GET.urlencode()
    return redirect(f"{reverse('journey_map')}?{asked}" if asked else "journey_map")


def _text(request: StaffRequest, lost: Worst, found: Answer) -> str:
    """With the address of the list, for whoever may see it."""
    listed = request.build_absolute_uri(lost.link) if lost.link else ""
    return "\n".join(line for line in (lost.advice, _whom(found), listed) if line)


def _whom(found: Answer) -> str:
    """Which customers the map is about, and when."""
    if found.report is None:
        return ""
    question, window = found.question, words_of_reader().span(found.report.revenue_window)
    if not question.slice_by:
        return _("All customers, %(window)s.") % {"window": window}
    called = labels(question.slice_by, [question.slice_value])[question.slice_value]
    return _("Only customers of “%(slice)s”, %(window)s.") % {"slice": called, "window": window}


def _shown(found: Answer, links: Links) -> dict[str, Any]:
    words = words_of_reader()
    if not found.journey:
        return {"nothing": True}
    overview = phases.overview(found.journey, words, links)
    told = (paths.section(found.paths, outcome, words=words, links=links) for outcome in paths.OUTCOMES)
    walked = [each for each in told if each]
    return {
        "whom": _whom(found),
        "worst": worst(found.journey, words, links),
        "overview": overview,
        "phases": phases.sections(found.journey, words, links),
        "paths": walked,
        "drawn": [overview, *walked],
    }
