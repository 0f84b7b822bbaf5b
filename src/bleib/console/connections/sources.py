"""Sources of events: their write keys, what they send, and what becomes of it."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.connections.event_words import shown_rule
from bleib.console.connections.source_forms import SourceForm
from bleib.console.connections.tabs import page
from bleib.ingest import api
from bleib.ingest.api import Source


@requires(Action.EDIT_CONNECTIONS)
def sources(request: StaffRequest) -> HttpResponse:
    """All of them, and the form for another one."""
    return _list(request, SourceForm())


@requires(Action.EDIT_CONNECTIONS)
@require_POST
@reauthentication_required
def new(request: StaffRequest) -> HttpResponse:
    """Connect one; its write key is shown, this once."""
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    source, write_key = api.connect(**form.wanted, by=request.user, now=timezone.now())
    return _key(request, source, write_key)


@requires(Action.EDIT_CONNECTIONS)
def source(request: StaffRequest, pk: int) -> HttpResponse:
    """What it sends, what its events mean, and its write key."""
    found = get_object_or_404(Source, pk=pk)
    told = next(each for each in api.summary(now=timezone.now()) if each.source == found)
    rules = [shown_rule(rule) for rule in found.rules.all()]
    return page(request, "source", {"source": found, "told": told, "rules": rules})


@requires(Action.EDIT_CONNECTIONS)
@require_POST
@reauthentication_required
def rekey(request: StaffRequest, pk: int) -> HttpResponse:
    """Another write key, shown this once."""
    found = get_object_or_404(Source, pk=pk)
    return _key(request, found, api.rekey(found, by=request.user, now=timezone.now()))


@requires(Action.EDIT_CONNECTIONS)
@require_POST
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Nothing more is taken from it."""
    api.revoke(get_object_or_404(Source, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("The write key is void. What the source has sent stays."))
    return redirect("source", pk)


def _list(request: StaffRequest, form: SourceForm) -> HttpResponse:
    return page(request, "sources", {"sources": api.summary(now=timezone.now()), "form": form})


def _key(request: StaffRequest, found: Source, write_key: str) -> HttpResponse:
    context = {
        "source": found,
        "write_key": write_key,
        "signing_key": api.signing_key(found) if found.needs_signature else "",
        "address": request.build_absolute_uri("/"),
    }
    return page(request, "source_key", context)
