"""Saved columns of imports: listed, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.settings.presets import presets, remove_preset


@requires(Action.EDIT_SETTINGS)
def list_(request: StaffRequest) -> HttpResponse:
    """All of them."""
    return render(request, "console/settings/presets.html", {"presets": presets()})


@requires(Action.EDIT_SETTINGS)
@require_POST
def remove(request: StaffRequest) -> HttpResponse:
    """Delete the one called `name`."""
    if remove_preset(request.POST.get("name", ""), by=request.user, now=timezone.now()):
        messages.success(request, _("Removed."))
    return redirect("settings_presets")
