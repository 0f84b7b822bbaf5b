"""What answers while the condition of a segment is typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions import parts
from bleib.console.segments.area import area_of


@requires(Action.EDIT_SEGMENTS)
@require_POST
def lines(request: StaffRequest) -> HttpResponse:
    """The lines, with the sentence that they make."""
    return parts.lines(request, area_of(request.POST.get("subject"), own=request.POST.get("own", "")))


@requires(Action.EDIT_SEGMENTS)
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """How many would belong to it."""
    return parts.preview(request, area_of(request.POST.get("subject"), own=request.POST.get("own", "")))
