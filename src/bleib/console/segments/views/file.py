"""All segments as a YAML file: out, tried, and in."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.file import LONGEST_FILE, FileForm, shown_edits
from bleib.console.conditions.wording import language
from bleib.console.segments.uses import Use, uses_of
from bleib.segments.api import EditKind, FileError, Segment, export_segments, import_segments, try_import

PAGE = "console/segments/file.html"
WHAT: Mapping[str, tuple[Promise, str]] = {"segment": (gettext_lazy("Segment"), "segments.segment")}


@requires(Action.SEE_FIGURES)
@require_GET
def download(_request: StaffRequest) -> HttpResponse:
    """All segments, in the form that an upload takes."""
    headers = {"Content-Disposition": f'attachment; filename="segments-{timezone.localdate()}.yaml"'}
    text = export_segments(lang=language())
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@requires(Action.EDIT_SEGMENTS)
@require_POST
def attempt(request: StaffRequest) -> HttpResponse:
    """What a file would do: nothing is kept until somebody says so."""
    form = FileForm(request.POST)
    if not form.is_valid():
        return render(request, PAGE, {"form": form})
    text = form.cleaned_data["text"]
    try:
        edits = try_import(text)
    except FileError as error:
        return _wrong(request, form, error)
    gone = [each.key for each in edits if each.kind is EditKind.REMOVED]
    context = {"tried": True, "text": text, "edits": shown_edits(edits, WHAT), "lost": _lost(gone, request)}
    return render(request, PAGE, context)


@requires(Action.EDIT_SEGMENTS)
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """The file that was tried becomes the segments."""
    text = request.POST.get("text", "")[: LONGEST_FILE + 1]
    try:
        import_segments(text, by=request.user, now=timezone.now())
    except FileError as error:
        return _wrong(request, FileForm({"text": text}), error)
    messages.success(request, _("These are the segments now. The worker fills those that are others."))
    return redirect("segments")


def _lost(keys: list[str], request: StaffRequest) -> list[tuple[str, list[Use]]]:
    """Segments that would go and are used, by name."""
    rows = Segment.objects.filter(key__in=keys)
    used = ((each.name(language()), [use for use in uses_of(each, request.user) if not use.keeps]) for each in rows)
    return [(name, uses) for name, uses in used if uses]


def _wrong(request: StaffRequest, form: FileForm, error: FileError) -> HttpResponse:
    return render(request, PAGE, {"problems": error.said_in(get_language()).problems, "form": form})
