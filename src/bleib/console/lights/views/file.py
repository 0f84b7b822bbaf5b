"""All rules as a YAML file: out, tried, and in."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.file import Upload
from bleib.console.lights.trials import shown_trial
from bleib.lights.api import export_rules, import_rules, stored_definition, try_rules

UPLOAD = Upload(
    "console/lights/file.html",
    digest=lambda: stored_definition().digest,
    tried=lambda text, _request: shown_trial(try_rules(text, now=timezone.now())),
    taken=import_rules,
    back="lights",
    done=_("These are the rules now. The worker judges everybody anew; that takes a moment."),
)


@requires(Action.SEE_FIGURES)
@require_GET
def download(_request: StaffRequest) -> HttpResponse:
    """The rules in force, in the form that an upload takes."""
    headers = {"Content-Disposition": f'attachment; filename="lights-{timezone.localdate()}.yaml"'}
    return HttpResponse(export_rules(), content_type="application/yaml; charset=utf-8", headers=headers)


@requires(Action.EDIT_LIGHTS)
@require_POST
def attempt(request: StaffRequest) -> HttpResponse:
    """What a file would do: nothing is kept until somebody says so."""
    return UPLOAD.attempt(request)


@requires(Action.EDIT_LIGHTS)
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """The file that was tried becomes the rules."""
    return UPLOAD.take(request)
