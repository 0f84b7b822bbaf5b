"""What was imported: the list, and the door to a new import."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.imports.rows import newest
from bleib.uploads.api import MOST_BYTES, Topic, Upload

PAGE = 50


@requires(Action.SEE_FIGURES)
def imports(request: StaffRequest) -> HttpResponse:
    """The newest imports; who may import finds the form and their own unfinished uploads above."""
    before = _instant(request.GET.get("before", ""))
    rows = newest(before=before, most=PAGE)
    may_import = request.user.may(Action.IMPORT)
    context = {
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].at.isoformat() if len(rows) > PAGE else None,
        "may_import": may_import,
        "topics": Topic,
        "limit": MOST_BYTES,
        "uploads": Upload.objects.filter(by=request.user).unfinished() if may_import else [],
    }
    return render(request, "console/imports/list.html", context)


def _instant(text: str) -> datetime | None:
    """What stands in the address; nonsense begins at the newest."""
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
