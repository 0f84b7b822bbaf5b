"""Economics: what keeping is worth, from own figures and those of the history, else from the field's rules of thumb."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.economics import sections
from bleib.console.economics.forms import AssumptionForm, ScenarioForm
from bleib.console.economics.known import inputs
from bleib.console.economics.words import FORMULAS
from bleib.console.retention.frame import polled, waiting
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import Answer, Question, answer, assume, forget_assumption
from bleib.metrics.economics import ASSUMED
from bleib.report import Plan
from bleib.report.economy import economy

YEAR = 365  # days


@requires(Action.SEE_FIGURES)
def economics(request: StaffRequest) -> HttpResponse:
    """The scenario is in the address, so that a page can be passed on."""
    return _page(request, AssumptionForm())


@requires(Action.EDIT_SETTINGS)
@require_POST
def replace(request: StaffRequest) -> HttpResponse:
    """An own figure takes the place of a rule of thumb."""
    form = AssumptionForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    assume(form.cleaned_data["name"], form.cleaned_data["value"], by=request.user, now=timezone.now())
    messages.success(request, _("From now on your own figure counts."))
    return redirect("economics")


@requires(Action.EDIT_SETTINGS)
@require_POST
def reset(request: StaffRequest, name: str) -> HttpResponse:
    """Back to the rule of thumb."""
    if name not in ASSUMED:
        raise Http404
    forget_assumption(name, by=request.user, now=timezone.now())
    messages.success(request, _("The rule of thumb counts again."))
    return redirect("economics")


def over_a_year() -> Answer:
    """Two whole years compared; where the history is shorter than that, its two halves."""
    now = timezone.now()
    found = answer(Question(Plan(days=YEAR)), now=now)
    report = found.report
    if report is None or report.windows.base.start >= report.first_day:
        return found
    half = max((report.until - report.first_day).days // 2, 1)
    return answer(Question(Plan(days=half)), now=now)


def _page(request: StaffRequest, form: AssumptionForm) -> HttpResponse:
    found = over_a_year()
    if request.htmx:  # type: ignore[attr-defined]
        return polled(found)
    scenario = ScenarioForm.of(request.GET)
    context: dict[str, Any] = {"form": form, "scenario": scenario, "formulas": FORMULAS, **waiting(found)}
    context["perms_edit"] = request.user.may(Action.EDIT_SETTINGS)
    if found.report is not None:
        words, given = words_of_reader(), inputs(economy(found.report))
        point = sections.point_of(given)
        shown = [sections.one_point(point, given, words)] if point else []
        downturn = sections.downturn(given, scenario.downturn, words)
        context |= {
            "sentence": sections.sentence(point, words),
            "sections": [*shown, sections.winning(given, words)],
            "downturn": downturn,
            "charts": [downturn],
            "rows": given.rows,
        }
    return render(request, "console/economics/page.html", context)
