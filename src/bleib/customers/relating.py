"""Which other customer one belongs to, or was recommended by, as people and programs say it: by its number."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bleib.customers.models import Customer


def parent_of(customer: Customer, number: str) -> Customer | None:
    """The company above `customer`; None for no number. Raises ValidationError, also where that were a circle."""
    parent = above = other(customer, number)
    seen = set[int]()
    while above is not None and above.pk not in seen:
        seen.add(above.pk)
        if above.pk == customer.pk:
            raise ValidationError(_("This company belongs to the one you edit: it cannot be above it as well."))
        above = above.parent
    return parent


def other(customer: Customer, number: str) -> Customer | None:
    """The customer of that number; None for no number. Raises ValidationError for `customer` itself, or nobody."""
    number = number.strip()
    if not number:
        return None
    found = Customer.objects.current().filter(number=number).first()
    if found is None:
        raise ValidationError(_("There is no customer with the number %(number)s."), params={"number": number})
    if found.pk == customer.pk:
        raise ValidationError(_("That is this customer itself."))
    return found
