"""Everything about one customer on one page, and its timeline page by page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customer import worth
from bleib.console.customer.bond_words import bonds_in_words
from bleib.console.customer.evidence import evidence_of
from bleib.console.customer.filter import TimelineFilter
from bleib.console.customer.record import record_of
from bleib.console.customer.sections import SECTIONS, current, rights
from bleib.console.customer.timeline_words import Shown, shown
from bleib.console.templatetags.figures import words_of_reader
from bleib.customers.bonds import profile
from bleib.history import api as history

PAGE = 25


@requires(Action.SEE_CUSTOMERS)
def customer(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole page. A number that was merged leads to the one it counts as."""
    found = current(pk)
    if found.merged_into:
        messages.info(request, _("%(number)s was merged into this customer.") % {"number": found.number})
        return redirect("customer", pk=found.merged_into_id)
    today, words = timezone.localdate(), words_of_reader()
    asked = TimelineFilter(request.GET)
    dossier = history.dossier(found.number, wanted=asked.wanted(), today=today, limit=PAGE)
    sums = dossier.sums
    context: dict[str, Any] = {
        "customer": found,
        "filter": asked.offering(sums),
        "timeline": _shown(dossier.timeline, asked, found),
        "figures": worth.figures(found, sums, words, today=today),
        "revenue": (revenue := worth.revenue_section(sums, words)),
        "drawn": [revenue] if revenue else [],
        "bonds": bonds_in_words(profile(evidence_of(found, sums, today=today), today=today), words),
        **record_of(found, sums),
        **rights(request),
    }
    for section in SECTIONS.values():
        context |= section(found)
    return render(request, "console/customer/page.html", context)


@requires(Action.SEE_CUSTOMERS)
def timeline(request: StaffRequest, pk: int) -> HttpResponse:
    """The part of the timeline that is asked for: htmx puts it below what is there, a reader without gets a page."""
    found = current(pk)
    asked = TimelineFilter(request.GET)
    try:
        read = history.timeline(
            found.number, wanted=asked.wanted(), before=request.GET.get("before") or None, limit=PAGE
        )
    except (ValueError, OverflowError) as error:
        raise Http404(str(error)) from error
    context = {"customer": found, "timeline": _shown(read, asked, found), "section": "timeline"}
    part = "console/customer/timeline_page.html"
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, part, context)
    return render(request, "console/customer/older.html", context)


def _shown(read: history.Timeline, asked: TimelineFilter, found: Any) -> dict[str, Any]:
    entries: list[Shown] = shown(read.entries, customer=found, words=words_of_reader())
    return {"entries": entries, "older": asked.address(before=read.before) if read.before else ""}
