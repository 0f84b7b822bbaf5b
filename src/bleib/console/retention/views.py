"""Who stays: the page asks, reads what was measured, and says when it is not measured yet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRefresh

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.retention import compared, sections
from bleib.console.retention.forms import QuestionForm
from bleib.console.retention.links import Links
from bleib.console.templatetags.figures import words_of_reader
from bleib.console.value.sections import recurring
from bleib.figures.api import Answer, answer, standard
from bleib.report.sections.section import Section
from bleib.worker.api import status


@requires(Action.SEE_FIGURES)
def retention(request: StaffRequest) -> HttpResponse:
    """Windows and slice are in the address, so that a page can be passed on."""
    now = timezone.now()
    form = QuestionForm(request.GET, known=answer(standard(), now=now))
    found = answer(form.question, now=now)
    if request.htmx:  # type: ignore[attr-defined]
        return polled(found)
    links = Links(found.key, allowed=request.user.may(Action.SEE_CUSTOMERS))
    return render(
        request, "console/retention/page.html", {"form": form, **waiting(found), **_shown(found, form, links)}
    )


def polled(found: Answer) -> HttpResponse:
    """What a waiting page hears: nothing yet, or that it may load itself again."""
    return HttpResponse(status=204) if found.is_awaited else HttpResponseClientRefresh()


def waiting(found: Answer) -> dict[str, Any]:
    """What the part that says how far measuring is needs: the answer, and whether anybody measures."""
    alive = any(worker.alive for worker in status((), now=timezone.now()).workers)
    return {"answer": found, "works": alive}


def _shown(found: Answer, form: QuestionForm, links: Links) -> dict[str, Any]:
    """The sections of an answer; nothing as long as there is none."""
    report = found.report
    if report is None:
        return {}
    words, wishes = words_of_reader(), form.data
    if not report.is_on_orders:
        made: list[Section] = [each for each in (recurring(report, words, links),) if each]
        return {"sections": made, "report": report}
    view = wishes.get("cohorts") or "share"
    made = [
        sections.stayed(report, words, links),
        sections.lost_revenue(report, words, links),
        sections.second_order(report, words, links),
    ]
    return {
        "report": report,
        "sections": made,
        "matrix": sections.matrix(report, words, links, view=view if form.is_valid() else "share"),
        "compared": list(compared.tables(found, words, regulars=wishes.get("who") == "regulars", address=_slice(form))),
    }


def _slice(form: QuestionForm) -> Any:
    """Where a slice is shown alone: the same page with the same windows."""
    kept = {name: value for name, value in form.data.items() if value and name != "slice"}

    def address(slice_by: str, value: str) -> str:
        return f"{reverse('retention')}?{urlencode(kept | {'slice': f'{slice_by}:{value}'})}"

    return address
