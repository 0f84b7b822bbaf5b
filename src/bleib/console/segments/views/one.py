"""One segment: what it says, who belongs to it, how that changed, and what it shares with others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.wording import language, said
from bleib.console.customers.filter import ListFilter
from bleib.console.customers.shown import headings, shown_rows
from bleib.console.segments import course, lights_record, shared
from bleib.console.segments.listed import worst_first
from bleib.console.segments.retention import retention_of
from bleib.console.segments.uses import uses_of
from bleib.console.templatetags.figures import words_of_reader
from bleib.console.templatetags.segments import change
from bleib.report.sections.section import Figure
from bleib.segments.api import (
    Month,
    Segment,
    Subject,
    is_everybody_due,
    lights_of,
    members,
    overlap,
    trend,
    vocabulary,
)

SHOWN = 10
RECENTLY = timedelta(days=30)


@requires(Action.SEE_FIGURES)
def segment(request: StaffRequest, key: str) -> HttpResponse:
    """The page; who belongs to it is shown to those who may see customers."""
    found = get_object_or_404(Segment, key=key)
    may_see, words = request.user.may(Action.SEE_CUSTOMERS), words_of_reader()
    months = trend(found, today=timezone.localdate())
    filled_on = None if found.filled_at is None else timezone.localtime(found.filled_at).date()
    drawn = course.section(months, words, filled_on=filled_on)
    context = {
        "segment": found,
        "name": found.name(language()),
        "says": said(found.condition, vocabulary(found.subject)),
        "figures": _figures(found, months[-1], filled_on),
        "lights": worst_first(lights_of(found)),
        "trend": drawn,
        "drawn": [drawn] if drawn and drawn.chart else [],
        "overlap": shared.table(overlap(found)),
        "record": lights_record.section(found, words),
        "uses": uses_of(found, request.user),
        "is_due": is_everybody_due(timezone.now()),
        "may_see": may_see,
        "may_edit": request.user.may(Action.EDIT_SEGMENTS),
        "may_export": request.user.may(Action.EXPORT_CUSTOMERS),
        **(_members(request, found) if may_see else {}),
    }
    return render(request, "console/segments/segment.html", context)


def _figures(found: Segment, this_month: Month, filled_on: date | None) -> list[Figure]:
    """How many belong to it, compared with 30 days ago where that is known; who came and left lately."""
    words, before, count = words_of_reader(), _before(found), members(found).count()
    small = "" if before is None else _("%(change)s within 30 days") % {"change": change(count - before)}
    figures = [Figure(_("Members"), words.count(count), small), *retention_of(found, words)]
    if filled_on is None or filled_on >= this_month.start:
        return figures  # whom it was filled with did not come
    return [
        *figures,
        Figure(_("Came this month"), words.count(this_month.entered)),
        Figure(_("Left this month"), words.count(this_month.left)),
    ]


def _before(found: Segment) -> int | None:
    """None where it was not filled yet."""
    then = timezone.now() - RECENTLY
    return None if found.filled_at is None or found.filled_at > then else members(found, at=then).count()


def _members(request: StaffRequest, found: Segment) -> dict[str, Any]:
    """The first of them; the rest is in the list of customers."""
    count = members(found).count()
    if found.subject == Subject.CONTACT:
        return {"members": members(found)[:SHOWN], "count": count}
    query = urlencode({"segment": found.key})
    asked = ListFilter(QueryDict(query), reader=request.user)
    return {
        "members": shown_rows(asked.listing().page(SHOWN).ids, asked),
        "headings": headings(asked.columns),
        "count": count,
        "list_query": query,
        "list_address": f"{reverse('customers')}?{query}",
    }
