"""All segments: who meets each, how many they are and were, and how they stand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.file import FileForm
from bleib.console.segments.listed import Group, listed
from bleib.segments.api import is_everybody_due, overview_soon


@requires(Action.SEE_FIGURES)
def segments(request: StaffRequest) -> HttpResponse:
    """The page."""
    now = timezone.now()
    counted = overview_soon(now=now)
    found = listed(counted.segments)
    context = {
        "groups": [
            Group("own", _("Segments of your own"), [each for each in found if not each.segment.ready_made]),
            Group("ready-made", _("Ready-made"), [each for each in found if each.segment.ready_made]),
        ],
        "counted_at": counted.at,
        "is_due": is_everybody_due(now),
        "file_form": FileForm(),
        "may_edit": request.user.may(Action.EDIT_SEGMENTS),
    }
    return render(request, "console/segments/overview.html", context)
