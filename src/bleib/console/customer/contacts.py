"""Contacts of a customer: add, edit, note that somebody left or is back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customer.forms import ContactForm
from bleib.console.customer.sections import answer, contact_of, current
from bleib.customers.api import contact_left, contact_returned, keep_contact
from bleib.customers.models import Contact, Customer


@requires(Action.EDIT_CUSTOMERS)
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """The empty form, or somebody new."""
    customer = current(pk)
    return _kept(request, customer, Contact(customer=customer))


@requires(Action.EDIT_CUSTOMERS)
def edit(request: StaffRequest, pk: int, contact: int) -> HttpResponse:
    """The form with what is known, or what was changed."""
    customer = current(pk)
    return _kept(request, customer, contact_of(customer, contact))


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def left(request: StaffRequest, pk: int, contact: int) -> HttpResponse:
    """Since today somebody does not work there any more."""
    customer = current(pk)
    now = timezone.now()
    contact_left(contact_of(customer, contact), on=timezone.localdate(now), by=request.user, now=now)
    return answer(request, customer, "contacts")


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def returned(request: StaffRequest, pk: int, contact: int) -> HttpResponse:
    """Somebody works there after all."""
    customer = current(pk)
    contact_returned(contact_of(customer, contact), by=request.user, now=timezone.now())
    return answer(request, customer, "contacts")


def _kept(request: StaffRequest, customer: Customer, contact: Contact) -> HttpResponse:
    form = ContactForm(request.POST or None, instance=contact)
    if form.is_valid():
        keep_contact(contact, parts=form.cleaned_data["parts"], by=request.user, now=timezone.now())
        return redirect(f"{reverse('customer', args=[customer.pk])}#contacts")
    return render(request, "console/customer/contact.html", {"customer": customer, "contact": contact, "form": form})
