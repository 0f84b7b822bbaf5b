"""Lists that somebody wants to see again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customers.filter import ListFilter
from bleib.figures.api import SavedView


@requires(Action.SEE_CUSTOMERS)
@require_POST
def save(request: StaffRequest) -> HttpResponse:
    """Keep filter, order and columns under a name; the same name again replaces what was kept."""
    query = ListFilter(QueryDict(request.POST.get("query", "")), reader=request.user).query()
    name = " ".join(request.POST.get("name", "").replace("\0", "").split())[:80]
    if name:
        said = {"query": query[:2_000], "is_shared": request.POST.get("shared") == "yes", "saved_at": timezone.now()}
        SavedView.objects.update_or_create(owner=request.user, name=name, defaults=said)
        messages.success(request, _("“%(name)s” is kept above the list.") % {"name": name})
    return redirect(f"{reverse('customers')}?{query}")


@requires(Action.SEE_CUSTOMERS)
@require_POST
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Forget one's own view."""
    get_object_or_404(SavedView, pk=pk, owner=request.user).delete()
    return redirect("customers")
