"""Who did what: the audit log, and whether its chain is whole."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.audit.api import Entry, Seal, verify
from bleib.console.audit_filter import AuditFilter

PAGE = 50


@requires(Action.SEE_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """Entries, the newest first; a page begins below the entry `before`."""
    form = AuditFilter(request.GET or None)
    entries = list(form.entries().select_related("actor").order_by("-pk")[: PAGE + 1])
    context = {
        "form": form,
        "entries_shown": entries[:PAGE],
        "next": entries[PAGE - 1].pk if len(entries) > PAGE else None,
        "query": _without_before(request),
        "sealed": Seal.objects.order_by("-position").first(),
        "unsealed": Entry.objects.unsealed().count(),
    }
    return render(request, "console/audit/list.html", context)


@requires(Action.SEE_AUDIT)
def chain(request: StaffRequest) -> HttpResponse:
    """Walk the whole chain and say what was found."""
    found = verify(now=timezone.now())
    context = {
        "faults": [finding for finding in found if finding.is_fault],
        "remarks": [finding for finding in found if not finding.is_fault],
        "sealed": Seal.objects.count(),
    }
    return render(request, "console/audit/chain.html", context)


def _without_before(request: StaffRequest) -> str:
    """The filter as it stands in the address, for the link to older entries."""
    query = request.GET.copy()
    query.pop("before", None)
    return query.urlencode()
