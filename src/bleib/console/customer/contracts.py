"""Contracts of a customer: agree, look at its versions, change, end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customer.forms import ContractForm, EndForm, WorthForm
from bleib.console.customer.sections import current, rights
from bleib.customers.models import Contract, Customer


@requires(Action.EDIT_CUSTOMERS)
def agree(request: StaffRequest, pk: int) -> HttpResponse:
    """The empty form, or a new contract with its first version."""
    customer = current(pk)
    terms = ContractForm(request.POST or None, instance=Contract(customer=customer))
    worth = WorthForm(request.POST or None)
    del worth.fields["valid_from"]  # it is worth this from its start on
    if request.method == "POST" and terms.is_valid() and worth.is_valid():
        terms.instance.agree(**worth.cleaned_data, by=request.user, now=timezone.now())
        return redirect(f"{reverse('customer', args=[pk])}#contracts")
    return render(request, "console/customer/agree.html", {"customer": customer, "terms": terms, "worth": worth})


@requires(Action.SEE_CUSTOMERS)
def contract(request: StaffRequest, pk: int, contract: int) -> HttpResponse:
    """Terms, versions, and what can be done."""
    customer, found = _found(pk, contract)
    return _page(request, customer, found)


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def change(request: StaffRequest, pk: int, contract: int) -> HttpResponse:
    """From a day on it is worth something else."""
    customer, found = _found(pk, contract)
    form = WorthForm(request.POST)
    if not form.is_valid():
        return _page(request, customer, found, worth=form)
    found.change(**form.cleaned_data, by=request.user, now=timezone.now())
    return _done(request, customer, found)


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def end(request: StaffRequest, pk: int, contract: int) -> HttpResponse:
    """It ends on a day, by the customer's notice or without."""
    customer, found = _found(pk, contract)
    form = EndForm(request.POST, starts_on=found.starts_on)
    if not form.is_valid():
        return _page(request, customer, found, ending=form)
    said: dict[str, Any] = {"reason": form.cleaned_data["reason"] or None, "by": request.user, "now": timezone.now()}
    last_day, given_on = form.cleaned_data["last_day"], form.cleaned_data["notice_given_on"]
    if given_on:
        found.give_notice(given_on, last_day=last_day, **said)
    else:
        found.end(last_day, **said)
    return _done(request, customer, found)


def _found(pk: int, contract: int) -> tuple[Customer, Contract]:
    customer = current(pk)
    return customer, get_object_or_404(
        Contract.objects.with_amount(timezone.localdate()), pk=contract, customer=customer
    )


def _page(request: StaffRequest, customer: Customer, found: Contract, **forms: Any) -> HttpResponse:
    given = {"last_day": found.ends_on or found.term_ends_on, "notice_given_on": timezone.localdate()}
    context = {
        "customer": customer,
        "contract": found,
        "versions": found.versions.select_related("product", "recorded_by").order_by("-valid_from"),
        "worth": WorthForm(initial=_worth_now(found)),
        "ending": EndForm(initial=given),
    }
    return render(request, "console/customer/contract.html", context | rights(request) | forms)


def _worth_now(found: Contract) -> dict[str, Any]:
    """What changes is typed; the rest stays as it is."""
    newest = found.versions.select_related("product").order_by("-valid_from").first()
    if newest is None:
        return {}
    product = newest.product.code if newest.product else ""
    return {"amount_per_month": newest.amount_per_month, "quantity": newest.quantity, "product": product}


def _done(request: StaffRequest, customer: Customer, found: Contract) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("contract", pk=customer.pk, contract=found.pk)
