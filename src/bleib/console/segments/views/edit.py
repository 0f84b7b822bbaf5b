"""One segment: the form with its condition, switched on and off, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.editor import Editor
from bleib.console.conditions.naming import free_key
from bleib.console.conditions.wording import language
from bleib.console.segments.area import area_of
from bleib.console.segments.forms import SegmentForm
from bleib.console.segments.shared import asking, circle
from bleib.console.segments.uses import uses_of
from bleib.segments.api import FileError, Segment, keep_segment, remove_segment, switch_segment

TAKEN = {"new", "file", "condition"}  # addresses beside those of segments


@requires(Action.EDIT_SEGMENTS)
def new(request: StaffRequest) -> HttpResponse:
    """An empty form, or another segment."""
    return _edited(request, None)


@requires(Action.EDIT_SEGMENTS)
def edit(request: StaffRequest, key: str) -> HttpResponse:
    """The segment as it stands, or as it was changed."""
    return _edited(request, get_object_or_404(Segment, key=key))


@requires(Action.EDIT_SEGMENTS)
@require_POST
def switch(request: StaffRequest, key: str) -> HttpResponse:
    """On or off."""
    found = get_object_or_404(Segment, key=key)
    switch_segment(found.key, active=request.POST.get("active") == "yes", by=request.user, now=timezone.now())
    return redirect("segment", key=found.key)


@requires(Action.EDIT_SEGMENTS)
@require_POST
def remove(request: StaffRequest, key: str) -> HttpResponse:
    """For good, where no other segment asks for it."""
    found = get_object_or_404(Segment, key=key)
    if request.POST.get("sure") != "yes":
        return redirect("segment_edit", key=found.key)
    try:
        remove_segment(found.key, by=request.user, now=timezone.now())
    except FileError:
        others = ", ".join(name for _key, name in asking(found))
        told = _("Other segments ask for this one: %(others)s. Change or remove them first.")
        messages.warning(request, told % {"others": others})
        return redirect("segment_edit", key=found.key)
    messages.success(request, _("The segment “%(name)s” is removed.") % {"name": found.name(language())})
    return redirect("segments")


def _edited(request: StaffRequest, found: Segment | None) -> HttpResponse:
    own = found.key if found else ""
    if request.method != "POST":
        subject = found.subject if found else "customer"
        editor = Editor.of(found.condition if found else None, area_of(subject, own=own))
        return _page(request, SegmentForm(initial=SegmentForm.shown(found) if found else {}), editor, found=found)
    form, editor = SegmentForm(request.POST), Editor.sent(request.POST, area_of(request.POST.get("subject"), own=own))
    if editor.was_changed:  # a button of the editor, without a script
        return _page(request, SegmentForm(initial=request.POST.dict()), editor, found=found)
    if not form.is_valid() or editor.condition is None:
        return _page(request, form, editor.told(), found=found)
    return _kept(request, form, editor, found=found)


def _kept(request: StaffRequest, form: SegmentForm, editor: Editor, *, found: Segment | None) -> HttpResponse:
    said = _said(found, form, editor)
    if path := circle(said["key"], said["when"]):
        told = _("These segments would ask for each other in a circle: %(path)s.") % {"path": " → ".join(path)}
        form.add_error(None, told)
        return _page(request, form, editor, found=found)
    try:
        keep_segment(said, by=request.user, now=timezone.now())
    except FileError as error:
        for _line, problem in error.said_in(language()).problems:
            form.add_error(None, f"{problem.what} {problem.todo}")
        return _page(request, form, editor, found=found)
    messages.success(request, _("Saved. The worker looks who belongs to it; that takes a moment."))
    return redirect("segment", key=said["key"])


def _said(found: Segment | None, form: SegmentForm, editor: Editor) -> Mapping[str, Any]:
    """The segment in the form of the file."""
    name = form.texts("name")
    taken = {*Segment.objects.values_list("key", flat=True), *TAKEN}
    return {
        "key": found.key if found else free_key(name.get("en") or name["de"], taken, otherwise="segment"),
        "name": name,
        "subject": form.cleaned_data["subject"],
        "when": editor.condition,
        "active": found.is_active if found else True,
    }


def _page(request: StaffRequest, form: SegmentForm, editor: Editor, *, found: Segment | None) -> HttpResponse:
    name = found.name(language()) if found else ""
    uses = uses_of(found, request.user) if found else []
    may_go = not any(each.keeps for each in uses)
    context = {"segment": found, "name": name, "form": form, "editor": editor, "uses": uses, "may_go": may_go}
    return render(request, "console/segments/edit.html", context)
