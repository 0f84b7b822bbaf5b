"""Entering and editing a customer, and finding another one while typing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customers.finding import MOST, find
from bleib.console.customers.forms import CustomerForm
from bleib.customers.models import Customer


@requires(Action.EDIT_CUSTOMERS)
def new(request: StaffRequest) -> HttpResponse:
    """Enter a customer; a prospect until the first order."""
    return _form(request, Customer(), title=_("New customer"))


@requires(Action.EDIT_CUSTOMERS)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what is known of a customer; from then on facts leave it alone."""
    customer = get_object_or_404(Customer.objects.current(), pk=pk)
    return _form(request, customer, title=_("Edit %(name)s") % {"name": customer})


@requires(Action.SEE_CUSTOMERS)
def found(request: StaffRequest) -> HttpResponse:
    """Customers whose name or number begins with what was typed, for a field that wants one."""
    said = next((str(value) for value in request.GET.values() if value), "")
    return render(request, "console/customers/options.html", {"customers": find(said)[:MOST]})


def _form(request: StaffRequest, customer: Customer, *, title: str) -> HttpResponse:
    form = CustomerForm(request.POST or None, instance=customer)
    if request.method == "POST" and form.is_valid():
        kept = form.keep(by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("customer", pk=kept.pk)
    context = {"form": form, "title": title, "customer": customer if customer.pk else None}
    return render(request, "console/customers/form.html", context, status=422 if form.errors else 200)
