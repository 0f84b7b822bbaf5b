"""All rules as a YAML file: out, tried, and in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.conditions.file import LONGEST_FILE, FileForm
from bleib.console.lights.trials import shown_trial
from bleib.lights.api import FileError, export_rules, import_rules, try_rules


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
    form = FileForm(request.POST)
    if not form.is_valid():
        return render(request, "console/lights/file.html", {"form": form})
    text = form.cleaned_data["text"]
    try:
        tried = shown_trial(try_rules(text, now=timezone.now()))
    except FileError as error:
        return _wrong(request, form, error)
    return render(request, "console/lights/file.html", {"text": text, **tried})


@requires(Action.EDIT_LIGHTS)
@require_POST
def take(request: StaffRequest) -> HttpResponse:
    """The file that was tried becomes the rules."""
    text = request.POST.get("text", "")[: LONGEST_FILE + 1]
    try:
        import_rules(text, by=request.user, now=timezone.now())
    except FileError as error:
        return _wrong(request, FileForm({"text": text}), error)
    messages.success(request, _("These are the rules now. The worker judges everybody anew; that takes a moment."))
    return redirect("lights")


def _wrong(request: StaffRequest, form: FileForm, error: FileError) -> HttpResponse:
    return render(
        request, "console/lights/file.html", {"problems": error.said_in(get_language()).problems, "form": form}
    )
