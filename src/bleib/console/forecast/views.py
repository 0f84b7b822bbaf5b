"""The forecast: what is expected, who is likely to leave, and how good earlier forecasts were."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.audit.api import record as note
from bleib.console.customers.sheets import csv_lines
from bleib.console.forecast import card, expected, record
from bleib.console.forecast.leaving import AT_ONCE, Leaving, titles, values
from bleib.console.templatetags.figures import words_of_reader
from bleib.outlook.api import Record, Run, Standing, make_soon, standing
from bleib.worker.api import status

AT_FIRST = 10
EARLIER = 400  # a year of days, and some


@requires(Action.SEE_FIGURES)
def forecast(request: StaffRequest) -> HttpResponse:
    """Everything in one page; what waits for the worker loads itself again."""
    found = standing(now=timezone.now())
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204) if _waits(found) else HttpResponseClientRefresh()
    return render(request, "console/forecast/page.html", _waiting(found) | _shown(request, found))


@requires(Action.SEE_CUSTOMERS)
def leaving(request: StaffRequest) -> HttpResponse:
    """Everybody with an outlook, page by page."""
    found = Leaving.of(request.GET)
    context = {
        "found": found,
        "run": standing(now=timezone.now()).run,
        "may_export": request.user.may(Action.EXPORT_CUSTOMERS),
    }
    return render(request, "console/forecast/leaving.html", context)


@requires(Action.EXPORT_CUSTOMERS)
@require_POST
def export(request: StaffRequest) -> HttpResponseBase:
    """The whole list as CSV; who exported it is in the audit log before the first line goes out."""
    found = Leaving.of(request.POST)
    with transaction.atomic():
        note(
            actor=request.user, verb="customers.exported", subject="CSV", now=timezone.now(), number=found.count,
            filter=f"forecast {found.sort}",
        )  # fmt: skip
    lines = csv_lines(titles(), map(values, found.every()), german=(get_language() or "de").startswith("de"))
    return StreamingHttpResponse(
        (each.encode() for each in lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="forecast-{timezone.localdate()}.csv"'},
    )


@requires(Action.MAKE_FORECAST)
@require_POST
def again(request: StaffRequest) -> HttpResponse:
    """Forecast and record, anew."""
    make_soon(now=timezone.now())
    messages.success(request, _("The forecast is made and tested anew; this page shows it as soon as it is there."))
    return redirect("forecast")


@requires(Action.SEE_FIGURES)
def earlier(request: StaffRequest) -> HttpResponse:
    """How good the forecast said it was, and turned out to be, at every earlier day."""
    words = words_of_reader()
    runs, records = Run.objects.order_by("-made_at")[:EARLIER], Record.objects.order_by("-made_at")[:EARLIER]
    context = {"runs": card.earlier(runs, words), "records": record.earlier(records, words)}
    return render(request, "console/forecast/earlier.html", context)


def _waits(found: Standing) -> bool:
    """Whether something will appear here by itself."""
    return not found.empty and (found.awaited or (found.run is None and found.lacking is None))


def _waiting(found: Standing) -> dict[str, Any]:
    alive = any(worker.alive for worker in status((), now=timezone.now()).workers)
    return {"standing": found, "works": alive, "waits": _waits(found)}


def _shown(request: StaffRequest, found: Standing) -> dict[str, Any]:
    words = words_of_reader()
    shown: dict[str, Any] = {
        "may_make": request.user.may(Action.MAKE_FORECAST),
        "lacking": card.remarks(found.lacking, words),
        "untested": card.remarks(found.untested, words),
        "record": record.section(found.record, words),
        "detail": record.detail(found.record, words),
    }
    if found.run is not None:
        shown |= {
            "sentence": expected.sentence(found.run, words),
            "expected": expected.section(found.run, words),
            "cards": card.sections(found.run, words),
            "unsaid": card.remarks(found.run, words),
        }
        if request.user.may(Action.SEE_CUSTOMERS):
            shown["found"] = Leaving.of({}, at_once=AT_FIRST)
    return shown | {"charts": [each for each in (shown["record"], *shown["detail"]) if each and each.chart]}


__all__ = ["AT_ONCE", "again", "earlier", "export", "forecast", "leaving"]
