"""Customers that might be one: somebody says whether they are."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.customers.entering import tell_apart
from bleib.customers.models import Suggestion

SIZE = 30


@requires(Action.MERGE_CUSTOMERS)
def duplicates(request: StaffRequest) -> HttpResponse:
    """The pairs that wait for an answer; each answer makes room for the next."""
    waiting = Suggestion.objects.filter(refused_at=None)
    pairs = list(waiting.select_related("first", "second").order_by("pk")[: SIZE + 1])
    return render(request, "console/customers/duplicates.html", {"pairs": pairs[:SIZE], "more": len(pairs) > SIZE})


@requires(Action.MERGE_CUSTOMERS)
@require_POST
def refuse(request: StaffRequest, pk: int) -> HttpResponse:
    """They are two."""
    tell_apart(get_object_or_404(Suggestion, pk=pk, refused_at=None), by=request.user, now=timezone.now())
    return redirect("duplicates")
