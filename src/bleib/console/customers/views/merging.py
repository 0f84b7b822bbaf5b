"""Two records of one customer become one, and two again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customers.finding import find
from bleib.console.customers.rows import rows_of
from bleib.customers.api import MergeRefused, merge, unmerge
from bleib.customers.merge_preview import objections, preview_merge
from bleib.customers.models import Customer, Merge
from bleib.kernel.errors import BleibError


@requires(Action.MERGE_CUSTOMERS)
def page(request: StaffRequest, pk: int) -> HttpResponse:
    """Find the second record (`q`), see what would move (`with`), and take apart what was merged."""
    kept = get_object_or_404(Customer.objects.current(), pk=pk)
    words = request.GET.get("q", "")
    other = request.GET.get("with", "")
    absorbed = (
        Customer.objects.current().exclude(pk=pk).filter(pk=int(other)).first()
        if other.isdecimal() and len(other) < 19
        else None
    )
    context = {
        "customer": kept,
        "q": words,
        "found": [each for each in find(words) if each.pk != pk],
        "merges": Merge.objects.filter(kept=kept, undone_at=None).select_related("absorbed").order_by("-merged_at"),
        **(_preview(kept, absorbed) if absorbed else {}),
    }
    return render(request, "console/customers/merge.html", context)


@requires(Action.MERGE_CUSTOMERS)
@require_POST
def do(request: StaffRequest, pk: int, absorbed: int) -> HttpResponse:
    """Merge the second record into the first; where somebody objects, only who accepts that."""
    kept, other = get_object_or_404(Customer, pk=pk), get_object_or_404(Customer, pk=absorbed)
    try:
        merge(kept, other, now=timezone.now(), actor=request.user, despite=request.POST.get("despite") == "yes")
    except MergeRefused:
        return redirect(f"{request.path.rsplit('/', 2)[0]}/?with={absorbed}")
    except BleibError as error:
        messages.error(request, str(error))
    else:
        said = {"absorbed": other, "kept": kept}
        messages.success(request, _("%(absorbed)s counts as %(kept)s from now on. Figures follow in a moment.") % said)
    return redirect("customer_merge", pk=pk)


@requires(Action.MERGE_CUSTOMERS)
@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """The two are two again."""
    absorbed = get_object_or_404(Customer.objects.exclude(merged_into=None), pk=pk)
    kept = absorbed.merged_into_id
    try:
        unmerge(absorbed, now=timezone.now(), actor=request.user)
    except BleibError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(name)s is a customer of its own again.") % {"name": absorbed})
    return redirect("customer_merge", pk=kept)


def _preview(kept: Customer, absorbed: Customer) -> dict[str, Any]:
    rows = rows_of([kept.pk, absorbed.pk], today=timezone.localdate())
    return {
        "absorbed": absorbed,
        "pair": rows,
        "moves": preview_merge(kept, absorbed),
        "objections": objections(kept, absorbed),
    }
