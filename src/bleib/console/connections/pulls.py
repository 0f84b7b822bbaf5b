"""Pulls: what is fetched by schedule, and the forms for it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.pull_forms import FolderForm, SqlForm
from bleib.console.connections.tabs import page
from bleib.kernel.errors import BleibError
from bleib.pulls import api
from bleib.pulls.api import Kind, Pull, Run

FORMS: dict[str, type[FolderForm | SqlForm]] = {Kind.FOLDER: FolderForm, Kind.SQL: SqlForm}


@requires(Action.EDIT_CONNECTIONS)
def pulls(request: StaffRequest) -> HttpResponse:
    """All of them, with how the last run ended."""
    ended = Run.objects.filter(pull=OuterRef("pk"), trial=False, ended_at__isnull=False).order_by("-pk")
    listed = Pull.objects.annotate(
        problem=Subquery(ended.values("problem")[:1]), ended_at=Subquery(ended.values("ended_at")[:1])
    )
    return page(request, "pulls", {"pulls": listed})


@requires(Action.EDIT_CONNECTIONS)
@reauthentication_required
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """A form; what it makes is switched off until it was tried."""
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pull = api.add_pull(form.wanted, by=request.user, now=timezone.now())
        except BleibError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Added. Try it out, then switch it on."))
            return redirect("pull", pull.pk)
    return page(request, "pull_form", {"form": form, "kind": kind})


@requires(Action.EDIT_CONNECTIONS)
@reauthentication_required
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Another place, another time."""
    pull = get_object_or_404(Pull, pk=pk)
    form = FORMS[pull.kind](request.POST or None, pull=pull)
    if request.method == "POST" and form.is_valid():
        try:
            api.change_pull(pull, form.wanted, by=request.user, now=timezone.now())
        except BleibError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("pull", pk)
    return page(request, "pull_form", {"form": form, "pull": Pull.objects.get(pk=pk), "kind": pull.kind})


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """What it imported stays."""
    pull = get_object_or_404(Pull, pk=pk)
    if request.POST.get("sure") != "yes":
        messages.warning(request, _("Nothing was removed. Tick the box to say that you are sure."))
        return redirect("pull", pk)
    api.remove_pull(pull, by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("pulls")
