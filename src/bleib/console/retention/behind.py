"""The customers behind a figure: a list to read, and the same as a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.audit.api import record
from bleib.console.customers.sheets import csv_lines
from bleib.console.retention.listing import AT_ONCE, Listing, titles, values
from bleib.console.retention.sentences import sentences
from bleib.console.templatetags.figures import words_of_reader
from bleib.figures.api import Figure, Question, answer, asked, behind, figure_of
from bleib.figures.slices import labels
from bleib.history.vanished import Vanished
from bleib.kernel.errors import UsageError
from bleib.metrics import DEFINITIONS

Asked = tuple[Question, Figure]
View = Callable[[StaffRequest], HttpResponseBase]


def leads_back(view: View) -> View:
    """Where the files of the history are not there even when they are asked for again, the report says what to do."""

    @wraps(view)
    def answered(request: StaffRequest) -> HttpResponseBase:
        try:
            return view(request)
        except Vanished as error:
            messages.error(request, str(error))
            return redirect("retention")

    return answered


@requires(Action.SEE_CUSTOMERS)
@leads_back
def members(request: StaffRequest) -> HttpResponse:
    """A page of the list; the engine is asked while the reader waits."""
    question, figure = _asked(request.GET) or (None, None)
    if question is None or figure is None:
        return redirect("retention")
    listing = Listing.of(request.GET, is_sum=figure.is_sum)
    found = _behind(question, figure, sort=listing.sort, start=listing.start, count=AT_ONCE)
    words = words_of_reader()
    context = {
        "sentences": sentences(figure, words),
        "slice": labels(question.slice_by, [question.slice_value])[question.slice_value],
        "definition": DEFINITIONS[figure.metric],
        "label": DEFINITIONS[figure.metric].label(words.lang),
        "found": found,
        "listing": listing,
        "next_page": listing.after(found.count),
        "figure": figure,
        "query": request.GET.urlencode(),
        "may_export": request.user.may(Action.EXPORT_CUSTOMERS),
    }
    return render(request, "console/retention/members.html", context)


@requires(Action.EXPORT_CUSTOMERS)
@require_POST
@leads_back
def export(request: StaffRequest) -> HttpResponseBase:
    """The whole list as CSV; who exported what is in the audit log before the first line goes out."""
    given = QueryDict(request.POST.get("query", ""))
    question, figure = _asked(given) or (None, None)
    if question is None or figure is None:
        raise Http404
    sort = Listing.of(given, is_sum=figure.is_sum).sort
    found = _behind(question, figure, sort=sort)
    told = f"{figure.metric} {figure.cell}"
    with transaction.atomic():
        record(
            actor=request.user, verb="customers.exported", subject="CSV", now=timezone.now(), number=found.count,
            filter=told,
        )  # fmt: skip
    rows = (values(each, is_sum=figure.is_sum) for each in found.members)
    lines = csv_lines(titles(is_sum=figure.is_sum), rows, german=(get_language() or "de").startswith("de"))
    name = f"{figure.metric}-{figure.cell}-{timezone.localdate()}.csv"
    return StreamingHttpResponse(
        (each.encode() for each in lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(given: QueryDict) -> Asked | None:
    """The question and figure of an address; None where the question was forgotten or waits to be measured."""
    question = asked(given.get("question", ""))
    report = None if question is None else answer(question, now=timezone.now()).report
    if question is None or report is None:
        return None
    told = {name: str(value) for name, value in given.items()}
    try:
        return question, figure_of(report, told.get("metric", ""), told.get("cell", ""), given=told)
    except UsageError as error:
        raise Http404(str(error)) from error


def _behind(question: Question, figure: Figure, **wishes: Any) -> Any:
    try:
        return behind(question, figure, **wishes)
    except UsageError as error:
        raise Http404(str(error)) from error
