"""What answers while a condition is typed: its lines with the sentence, and whom it holds for. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.editor import Area, Editor
from bleib.lights.api import Colour
from bleib.segments import api as segments

SHOWN = 8
ASKS_AGAIN = "counting"  # the element that does


def lines(request: StaffRequest, area: Area) -> HttpResponse:
    """The lines after a button or another choice, with the sentence that they make."""
    return render(request, "console/conditions/editor.html", {"editor": Editor.sent(request.POST, area)})


def preview(request: StaffRequest, area: Area) -> HttpResponse:
    """How many it holds for, with their lights, and some of them for whoever may see customers."""
    editor = Editor.sent(request.POST, area)
    context = {"editor": editor, "may_see": request.user.may(Action.SEE_CUSTOMERS)}
    if editor.condition is not None:
        context |= _counted(editor.condition, area.subject, reader=request.user.pk)
    if context.get("is_counting") and request.htmx.trigger == ASKS_AGAIN:  # type: ignore[attr-defined]
        return HttpResponse(status=204)  # the page stays as it is, and nobody hears the same again
    return render(request, "console/conditions/preview.html", context)


def _counted(condition: Mapping[str, Any], subject: str, *, reader: int) -> Mapping[str, Any]:
    """How many there are, that it is being counted, or that it cannot be now."""
    try:
        found = segments.preview_soon(condition, subject=subject, reader=reader, now=timezone.now(), most=SHOWN)
    except segments.TakesTooLong:
        return {"takes_too_long": True}
    except segments.NotCounted:
        return {"has_failed": True}
    if found is None:
        return {"is_counting": True}
    return {
        "preview": found,
        "lights": [(each.value, found.lights[each]) for each in reversed(Colour) if found.lights[each]],
    }
