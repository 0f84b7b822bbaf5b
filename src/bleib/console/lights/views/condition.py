"""What answers while the condition of a rule or a set is typed."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions import parts
from bleib.console.lights.area import LIGHTS


@requires(Action.EDIT_LIGHTS)
@require_POST
def lines(request: StaffRequest) -> HttpResponse:
    """The lines, with the sentence that they make."""
    return parts.lines(request, LIGHTS)


@requires(Action.EDIT_LIGHTS)
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """How many customers it holds for."""
    return parts.preview(request, LIGHTS)
