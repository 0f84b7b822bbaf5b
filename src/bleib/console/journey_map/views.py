"""The journey of all customers, phase by phase: the page reads what was measured with the standard question."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.journey_map import paths, phases
from bleib.console.retention.frame import polled, waiting
from bleib.console.retention.links import Links
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import Answer, answer, standard


@requires(Action.SEE_FIGURES)
def journey_map(request: StaffRequest) -> HttpResponse:
    """Phases, touchpoints and paths of the last year."""
    found = answer(standard(), now=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]
        return polled(found)
    links = Links(found.key, allowed=request.user.may(Action.SEE_CUSTOMERS))
    said = _shown(found, links) if found.report else {}
    return render(request, "console/journey_map/page.html", {**waiting(found), **said})


def _shown(found: Answer, links: Links) -> dict[str, Any]:
    words = words_of_reader()
    if not found.journey:
        return {"nothing": True}
    overview = phases.overview(found.journey, words, links)
    walked = [
        each
        for each in (paths.section(found.paths, outcome, words=words, links=links) for outcome in paths.OUTCOMES)
        if each
    ]
    return {
        "window": found.report and words.span(found.report.revenue_window),
        "overview": overview,
        "phases": phases.sections(found.journey, words, links),
        "paths": walked,
        "drawn": [overview, *walked],
    }
