"""Targets: what figures should reach."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.settings.forms.target import TargetForm
from bleib.console.settings.saving import edit
from bleib.console.settings.slices import slice_name
from bleib.figures.aims import AIMS
from bleib.figures.api import Target, remove_target, set_target, targets


@requires(Action.EDIT_SETTINGS)
def list_(request: StaffRequest) -> HttpResponse:
    """All targets, and a form for one; Today's tiles come here with the figure chosen."""
    aim = AIMS.get(request.GET.get("metric", "retention"), AIMS["retention"])
    form = TargetForm(request.POST or None, initial={"metric": aim.name, "value": aim.proposal or ""})

    def save() -> None:
        said: dict[str, Any] = form.cleaned_data
        value: Decimal = said["value"]
        set_target(said["metric"], value, **form.sliced, by=request.user, now=timezone.now())

    return edit(
        request, form, save, to="settings_targets", page="targets", targets=[_shown(each) for each in targets()]
    )


@requires(Action.EDIT_SETTINGS)
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """There is none any more."""
    remove_target(get_object_or_404(Target, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("settings_targets")


def _shown(target: Target) -> dict[str, Any]:
    """A row of the list."""
    aim = AIMS.get(target.metric)
    rate = aim is None or aim.is_rate
    return {
        "pk": target.pk,
        "label": aim.label if aim else target.metric,
        "slice": slice_name(target.slice_by, target.slice_value) if target.slice_by else "",
        "value": float(target.value) if rate else target.value,
        "kind": "percent" if rate else "money",
        "at_most": aim is not None and aim.at_most,
        "by": target.set_by,
        "at": target.set_at,
    }
