"""identify, group, alias: what a source says about whose ids are whose, and what people and companies are called.

A source that does not vouch for people may only say that a browser belongs to somebody who is known already.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bleib.audit.api import record
from bleib.customers.models import Contact, Customer, Standing
from bleib.customers.models.customer import Keeper
from bleib.customers.models.standing import StandingKind
from bleib.ingest import traits
from bleib.ingest.message import Message
from bleib.ingest.models import IdKind, Newcomers
from bleib.ingest.owners import Owner, Owners, address_of, current, ids_of

JOB = "ingest"
NAMING = ("first_name", "last_name", "mail", "phone")


class People:
    """Reads such messages; each returns whether it said anything about somebody known. All raise Erased."""

    def __init__(self, owners: Owners, *, now: datetime) -> None:
        self._owners, self._now = owners, now

    def identify(self, message: Message) -> bool:
        owner = self._owners.owner(message)
        if not message.source.vouches_for_people:
            return owner is not None and self._seen_in_browser(message, owner)
        owner = self._told(message, owner)
        if owner is not None:
            for each in ids_of(message):
                self._owners.link(each, owner)
        return owner is not None

    def group(self, message: Message) -> bool:
        """Who is a contact somewhere stays so: their events count here where they name this company."""
        if not (message.group and message.source.vouches_for_people):
            return False
        told, person = traits.of_customer(message.traits), self._owners.person(message)
        customer = self._owners.company(message.group) or self._new_customer(message.group, told)
        self._fill(customer, told)
        for each in ids_of(message) if person is None else ():
            self._owners.link(each, Owner(customer))
        return True

    def alias(self, message: Message) -> bool:
        """Both ids are one person: whoever of the two is known, owns the other."""
        owner = self._owners.owner(message)
        if owner is None or not message.source.vouches_for_people:
            return False
        for each in ids_of(message):
            self._owners.link(each, owner)
        return True

    def _seen_in_browser(self, message: Message, owner: Owner) -> bool:
        """Only a browser that is nobody's yet becomes theirs: whoever says so may be anybody."""
        browser = (IdKind.ANONYMOUS.value, message.anonymous)
        if message.anonymous and not self._owners.is_known(browser):
            self._owners.link(browser, owner)
        return True

    def _told(self, message: Message, owner: Owner | None) -> Owner | None:
        """Who it is by what the message says of them, filled with it; new where there is enough to know."""
        told = traits.of_contact(message.traits)
        contact = self._owners.person(message) or self._with_mail(message, owner)
        customer = current(contact.customer) if contact else owner.customer if owner else None
        customer = customer or self._owners.company(traits.company_of(message.traits))
        if customer is None and message.user and message.source.newcomers == Newcomers.PERSON:
            customer = self._new_customer(message.user, traits.of_customer(message.traits), is_person=True)
        if customer is None:
            return None
        if customer.is_person and contact is None:
            self._fill(customer, traits.of_customer(message.traits))
        elif contact is None:
            contact = self._new_contact(customer, told)
        else:
            self._fill(contact, self._without_anothers_mail(contact, told))
        return Owner(customer, contact)

    def _with_mail(self, message: Message, owner: Owner | None) -> Contact | None:
        """The one person of that address, at that customer where it is known."""
        found = self._owners.with_mail(address_of(message) or "")
        if owner is not None:
            found = [each for each in found if current(each.customer).pk == owner.customer.pk]
        return found[0] if len(found) == 1 else None

    def _without_anothers_mail(self, contact: Contact, told: Mapping[str, str]) -> Mapping[str, str]:
        """An address is one person at a customer."""
        others = [each for each in self._owners.with_mail(told.get("mail", "")) if each.pk != contact.pk]
        taken = any(each.customer_id == contact.customer_id for each in others)
        return {name: value for name, value in told.items() if not (taken and name == "mail")}

    def _new_contact(self, customer: Customer, told: Mapping[str, str]) -> Contact | None:
        """Where there is a name, an address or a phone number."""
        if not any(told.get(name) for name in NAMING):
            return None
        contact = Contact.objects.create(customer=customer, created_at=self._now, **told)
        self._owners.add_contact(contact)
        record(actor=None, job=JOB, verb="added", subject=contact, after=dict(told), now=self._now)
        return contact

    def _new_customer(self, number: str, told: Mapping[str, str], *, is_person: bool = False) -> Customer:
        """A prospect, until it buys."""
        customer = Customer.objects.create(
            number=number, is_person=is_person, kept_by=Keeper.IMPORT, created_at=self._now, **told
        )
        Standing.objects.create(customer=customer, kind=StandingKind.PROSPECT, since=self._now, because="fact")
        self._owners.add_company(customer)
        record(actor=None, job=JOB, verb="added", subject=customer, now=self._now)
        return customer

    def _fill(self, row: Contact | Customer, told: Mapping[str, str]) -> None:
        before = traits.fill(row, told)
        if not before:
            return
        names = [*before]
        if isinstance(row, Customer) and row.kept_by == Keeper.FACTS:
            row.kept_by = Keeper.IMPORT  # it is known by more than its facts, and stays without them
            names.append("kept_by")
        row.save(update_fields=names)
        after = {name: told[name] for name in before}
        record(actor=None, job=JOB, verb="changed", subject=row, before=before, after=after, now=self._now)
