"""Contacts: people at customers."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Query, Router

from bleib.accounts.api import Scope
from bleib.accounts.models import User
from bleib.api.cursors import by_key
from bleib.api.finding import Id, Which, customer_at, one_of
from bleib.api.operations import operation
from bleib.api.said.people import ContactFilter, ContactSaid, LeftSaid
from bleib.api.shapes import Page
from bleib.api.shown.people import ContactOut, contact_shown
from bleib.customers.api import contact_left, contact_returned, keep_contact
from bleib.customers.models import Contact

router = Router()


@operation(router, "GET", "contacts", scope=Scope.READ_CUSTOMERS, answer=Page[ContactOut])
def list_contacts(asked: Query[ContactFilter]) -> Page[ContactOut]:
    """Contacts, page by page."""
    found = contacts()
    if asked.customer:
        found = found.filter(customer__number=asked.customer)
    if asked.mail:
        found = found.filter(mail__iexact=asked.mail)
    if asked.left is not None:
        found = found.filter(left_on__isnull=not asked.left)
    return by_key(found, asked, contact_shown)


@operation(router, "GET", "contacts/{id}", scope=Scope.READ_CUSTOMERS, answer=ContactOut, also=[404])
def get_contact(id: Id) -> ContactOut:
    """One contact."""
    return contact_shown(one_of(contacts(), id))


@operation(
    router, "POST", "customers/{which}/contacts", scope=Scope.WRITE_CUSTOMERS, answer=ContactOut, status=201, also=[404]
)
def add_contact(by: User, which: Which, said: ContactSaid) -> ContactOut:
    """Add a person to a customer.

    A name, an address or a telephone number is needed; one address is one person there.
    """
    return _kept(Contact(customer=customer_at(which)), said, by=by)


@operation(router, "PATCH", "contacts/{id}", scope=Scope.WRITE_CUSTOMERS, answer=ContactOut, also=[404])
def change_contact(by: User, id: Id, said: ContactSaid) -> ContactOut:
    """Change what is known of a contact.

    What is left out, or null, stays as it is; an empty text takes away.
    """
    return _kept(one_of(contacts(), id), said, by=by)


@operation(router, "POST", "contacts/{id}/left", scope=Scope.WRITE_CUSTOMERS, answer=ContactOut, also=[404])
def contact_has_left(by: User, id: Id, said: LeftSaid) -> ContactOut:
    """Somebody left the company, or is back."""
    contact, now = one_of(contacts(), id), timezone.now()
    if said.on is None:
        contact_returned(contact, by=by, now=now)
    else:
        contact_left(contact, on=said.on, by=by, now=now)
    return contact_shown(contact)


def contacts() -> QuerySet[Contact]:
    """All, with what is shown of them."""
    return Contact.objects.select_related("customer").prefetch_related("roles")


def _kept(contact: Contact, said: ContactSaid, *, by: User) -> ContactOut:
    told = {name: value for name, value in said.model_dump(exclude_unset=True).items() if value is not None}
    known = [role.part for role in contact.roles.all()] if contact.pk else []
    parts = told.pop("parts", known)
    for name, value in told.items():
        setattr(contact, name, value)
    contact.created_at = contact.created_at or timezone.now()
    contact.full_clean()
    keep_contact(contact, parts=parts, by=by, now=timezone.now())
    return contact_shown(one_of(contacts(), contact.pk))
