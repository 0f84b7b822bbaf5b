"""All segments as a YAML file: out, tried, and in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.file import Upload, shown_edits
from bleib.console.conditions.wording import language
from bleib.console.segments.uses import Use, uses_of
from bleib.segments.api import EditKind, Segment, export_segments, import_segments, stored_definition, try_import

WHAT: Mapping[str, tuple[Promise, str]] = {"segment": (_("Segment"), "segments.segment")}


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
    return UPLOAD.attempt(request)


@requires(Action.EDIT_SEGMENTS)
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """The file that was tried becomes the segments."""
    return UPLOAD.take(request)


def _tried(text: str, request: StaffRequest) -> dict[str, Any]:
    edits = try_import(text)
    gone = [each.key for each in edits if each.kind is EditKind.REMOVED]
    return {"tried": True, "edits": shown_edits(edits, WHAT), "lost": _lost(gone, request)}


def _lost(keys: list[str], request: StaffRequest) -> list[tuple[str, list[Use]]]:
    """Segments that would go and are used, by name."""
    rows = Segment.objects.filter(key__in=keys)
    used = ((each.name(language()), [use for use in uses_of(each, request.user) if not use.keeps]) for each in rows)
    return [(name, uses) for name, uses in used if uses]


UPLOAD = Upload(
    "console/segments/file.html",
    digest=lambda: stored_definition().digest,
    tried=_tried,
    taken=import_segments,
    back="segments",
    done=_("These are the segments now. The worker fills those that are others."),
)
