"""What the revenue hangs on: the page reads the same answers as the retention page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.retention.forms import QuestionForm
from bleib.console.retention.frame import answered
from bleib.console.retention.links import Links
from bleib.console.templatetags.figures import words_of_reader
from bleib.console.value import sections
from bleib.figures.api import Answer


@requires(Action.SEE_FIGURES)
def value(request: StaffRequest) -> HttpResponse:
    """Slice and windows are in the address, as on the retention page."""
    return answered(request, "console/value/page.html", _shown)


def _shown(found: Answer, _form: QuestionForm, links: Links) -> dict[str, Any]:
    report, words = found.report, words_of_reader()
    assert report is not None
    on_contracts = sections.recurring(report, words, links)
    on_orders = (
        sections.few_bring_much(report, words, links),
        sections.who_is_who(report, words, links),
        sections.breadth(found, words, links),
    )
    made = (on_contracts, *(on_orders if report.is_on_orders else ()))
    return {"report": report, "sections": [each for each in made if each]}
