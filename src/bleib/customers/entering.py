"""A person enters a customer, or what the company wants to know of one besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bleib.audit.api import record
from bleib.customers.models import Customer, CustomField, CustomValue, Standing, Suggestion, Tag
from bleib.customers.models.customer import Keeper
from bleib.customers.models.standing import StandingKind
from bleib.history.api import readmit

if TYPE_CHECKING:
    from bleib.accounts.models import User


def enter(customer: Customer, *, by: User, now: datetime) -> Customer:
    """Keep a new customer, who is a prospect until the first order. An erased one of this number has come back."""
    with transaction.atomic():
        customer.kept_by, customer.created_at, customer.edited_at = Keeper.PERSON, now, now
        customer.save(force_insert=True)
        Standing.objects.create(customer=customer, kind=StandingKind.PROSPECT, since=now, because="entered")
        readmit(customer.number)
        record(actor=by, verb="added", subject=customer, now=now)
    return customer


def hang_tags(customer: Customer, names: Iterable[str]) -> None:
    """The customer carries exactly these tags; new ones are made."""
    customer.tags.set([Tag.objects.get_or_create(name=name)[0] for name in names])


def keep_fields(customer: Customer, texts: Mapping[CustomField, str], *, by: User | None, now: datetime) -> None:
    """Keep what was typed into the company's own fields. Raises ValidationError; then nothing is kept."""
    with transaction.atomic():
        before = {field.label: _value(field, customer) for field in texts}
        for field, text in texts.items():
            field.write(customer.pk, text)
        after = {field.label: _value(field, customer) for field in texts}
        changed = [label for label in after if after[label] != before[label]]
        if changed:
            sides = [{label: side[label] for label in changed} for side in (before, after)]
            record(actor=by, verb="changed", subject=customer, before=sides[0], after=sides[1], now=now)


def tell_apart(suggestion: Suggestion, *, by: User, now: datetime) -> None:
    """The two are two; this is not asked again."""
    with transaction.atomic():
        suggestion.refused_at, suggestion.refused_by = now, by
        suggestion.save(update_fields=["refused_at", "refused_by"])
        about = [("customer", suggestion.first_id), ("customer", suggestion.second_id)]
        record(actor=by, verb="customers.told_apart", subject=suggestion, about=about, now=now)


def _value(field: CustomField, customer: Customer) -> object:
    found = CustomValue.objects.select_related("field").filter(field=field, customer=customer).first()
    return None if found is None else found.value
