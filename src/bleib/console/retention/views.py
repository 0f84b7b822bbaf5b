"""Who stays: the page asks, reads what was measured, and says when it is not measured yet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.retention import aimed, compared, sections
from bleib.console.retention.forms import QuestionForm
from bleib.console.retention.frame import answered
from bleib.console.retention.links import Links
from bleib.console.templatetags.figures import words_of_reader
from bleib.console.value.sections import recurring
from bleib.figures.api import Answer
from bleib.report.sections.section import Section


@requires(Action.SEE_FIGURES)
def retention(request: StaffRequest) -> HttpResponse:
    """Windows and slice are in the address, so that a page can be passed on."""
    return answered(request, "console/retention/page.html", _shown)


def _shown(found: Answer, form: QuestionForm, links: Links) -> dict[str, Any]:
    """The sections of an answer."""
    report = found.report
    assert report is not None
    words, wishes = words_of_reader(), form.data
    if not report.is_on_orders:
        made: list[Section] = [each for each in (recurring(report, words, links),) if each]
        return {"sections": made, "report": report}
    view = wishes.get("cohorts") or "share"
    made = [
        aimed.at(sections.stayed(report, words, links), report, words, question=form.question),
        sections.lost_revenue(report, words, links),
        sections.second_order(report, words, links),
    ]
    regulars = wishes.get("who") == "regulars"
    return {
        "report": report,
        "sections": made,
        "matrix": sections.matrix(report, words, links, view=view if form.is_valid() else "share"),
        "compared": list(compared.tables(found, words, regulars=regulars, address=_slice(form))),
        "regulars": regulars,
    }


def _slice(form: QuestionForm) -> Any:
    """Where a slice is shown alone: the same page with the same windows."""
    kept = {name: value for name, value in form.data.items() if value and name != "slice"}

    def address(slice_by: str, value: str) -> str:
        return f"{reverse('retention')}?{urlencode(kept | {'slice': f'{slice_by}:{value}'})}"

    return address
