"""Whose events they are: ids of messages, and the customers and contacts they belong to. Looked up in sets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bleib.customers.importing.lookups import mail
from bleib.customers.models import Contact, Customer
from bleib.history.api import erased_among
from bleib.ingest.message import Message
from bleib.ingest.models import Identity, IdKind
from bleib.ingest.models.identity import Digester
from bleib.ingest.records import attach, chunks, customers
from bleib.ingest.traits import company_of

Id = tuple[str, str]  # kind and value
NAMING = ("identify", "group", "alias")  # messages that say something about people


@dataclass(frozen=True)
class Owner:
    """A customer, and the person there where that is known."""

    customer: Customer
    contact: Contact | None = None

    @cached_property
    def keys(self) -> tuple[str, str | None]:
        """What a fact calls them."""
        return self.customer.number, str(self.contact.pk) if self.contact else None


class Erased(Exception):
    """An id of somebody who was erased: nothing of the message is kept."""


class Owners:
    """What is known about the ids of some messages; what is learned on the way counts for the messages after it."""

    def __init__(self, messages: Sequence[Message], *, now: datetime) -> None:
        self._now, self._digester = now, Digester()
        self._names = any(message.kind in NAMING for message in messages)
        ids = _ids(messages)
        self._digests = {each: self._digester.of(*each) for each in ids}
        self._identities = self._known_identities()
        self._customers = self._known_customers(messages)
        self._erased = erased_among(_numbers(messages) - self._customers.keys() - {""})
        self._contacts = self._known_contacts(messages)
        self._changed: dict[str, Identity] = {}
        self._found: dict[tuple[str, str, str], Owner | None] = {}  # until something is learned
        self.linked: dict[str, Owner] = {}  # by digest: whose they are since now

    def owner_of_event(self, message: Message) -> Owner | None:
        """As `owner`, for messages that say nothing about ids: many of them are of the same people."""
        key = (message.user, message.anonymous, message.group)
        if key not in self._found:
            self._found[key] = self.owner(message)
        return self._found[key]

    def owner(self, message: Message) -> Owner | None:
        """Whose message it is; None where nobody knows. Raises Erased."""
        identities, contact = self._identities_of(message), self.person(message)
        customer = self.company(message.group) or (contact and current(contact.customer))
        customer = customer or next((current(each.customer) for each in identities if each.customer), None)
        customer = customer or self.company(message.user)
        if customer is None:
            return None
        there = contact is not None and current(contact.customer).pk == customer.pk
        return Owner(customer, contact if there else None)

    def person(self, message: Message) -> Contact | None:
        """The contact that the message's ids belong to, whatever company it names. Raises Erased."""
        return next((each.contact for each in self._identities_of(message) if each.contact), None)

    def is_known(self, each: Id) -> bool:
        return each in self._identities

    def company(self, number: str) -> Customer | None:
        """The customer of a number, as it counts. Raises Erased."""
        if number in self._erased:
            raise Erased
        return self._customers.get(number)

    def add_company(self, customer: Customer) -> None:
        self._customers[customer.number] = customer
        self._found.clear()

    def with_mail(self, address: str) -> Sequence[Contact]:
        """The people of that address."""
        return self._contacts[address]

    def add_contact(self, contact: Contact) -> None:
        if contact.mail:
            self._contacts[contact.mail].append(contact)

    def link(self, each: Id, owner: Owner) -> None:
        """From now on this id belongs to them. Raises Erased."""
        known = self._identities.get(each)
        if known is not None and known.is_erased:
            raise Erased
        if known is None:
            digest = self._digests.get(each) or self._digester.of(*each)
            known = Identity(digest=digest, kind=each[0], value=each[1])
        elif (known.customer_id, known.contact_id) == (owner.customer.pk, owner.contact.pk if owner.contact else None):
            return
        known.customer, known.contact, known.linked_at = owner.customer, owner.contact, self._now
        self._identities[each] = self._changed[known.digest] = known
        self.linked[known.digest] = owner
        self._found.clear()

    def save(self) -> None:
        """Write the links that are new or lead elsewhere now, in the caller's transaction."""
        Identity.objects.bulk_create(
            self._changed.values(), batch_size=1_000, update_conflicts=True, unique_fields=["digest"],
            update_fields=["customer", "contact", "linked_at"],
        )  # fmt: skip

    def digest(self, message: Message) -> str:
        """Under which its facts wait for an owner: the user's, else the browser's."""
        return self._digests[ids_of(message)[0]]

    def _identities_of(self, message: Message) -> list[Identity]:
        found = [known for each in ids_of(message) if (known := self._identities.get(each))]
        if any(each.is_erased for each in found):
            raise Erased
        return found

    def _known_identities(self) -> dict[Id, Identity]:
        rows = [row for some in chunks(self._digests.values()) for row in Identity.objects.filter(digest__in=some)]
        attach(rows, whole=self._names)
        by_digest = {row.digest: row for row in rows}
        return {each: by_digest[digest] for each, digest in self._digests.items() if digest in by_digest}

    def _known_customers(self, messages: Sequence[Message]) -> dict[str, Customer]:
        rows, numbers = customers(whole=self._names), _numbers(messages) - {""}
        return {row.number: current(row) for some in chunks(numbers) for row in rows.filter(number__in=some)}

    def _known_contacts(self, messages: Sequence[Message]) -> defaultdict[str, list[Contact]]:
        told = {address for message in messages if message.kind == "identify" and (address := address_of(message))}
        found: defaultdict[str, list[Contact]] = defaultdict(list)
        rows = Contact.objects.select_related("customer__merged_into")
        for some in chunks(told):
            for row in rows.filter(mail__in=some).order_by("pk"):
                found[row.mail].append(row)
        return found


def owners_of(digests: Collection[str]) -> dict[str, Owner]:
    """By the digest of their id: those whom somebody knows, and whom nobody can erase before the caller's commit."""
    known = Identity.objects.exclude(value="").order_by("pk").select_for_update()
    rows = [row for some in chunks(digests) for row in known.filter(digest__in=some)]
    attach(rows, whole=False)
    return {row.digest: owner for row in rows if (owner := _owner_of(row))}


def _owner_of(identity: Identity) -> Owner | None:
    customer = identity.contact.customer if identity.contact else identity.customer
    return Owner(current(customer), identity.contact) if customer else None


def ids_of(message: Message) -> list[Id]:
    """The user first: it outlives the browser."""
    told = [(IdKind.USER.value, message.user), (IdKind.ANONYMOUS.value, message.anonymous)]
    if message.kind == "alias":
        told += [(IdKind.USER.value, message.previous), (IdKind.ANONYMOUS.value, message.previous)]
    return [each for each in told if each[1]]


def _ids(messages: Sequence[Message]) -> set[Id]:
    """Of all messages together: most name the same few."""
    users = {(IdKind.USER.value, message.user) for message in messages}
    browsers = {(IdKind.ANONYMOUS.value, message.anonymous) for message in messages}
    aliases = {each for message in messages if message.kind == "alias" for each in ids_of(message)}
    return {each for each in users | browsers | aliases if each[1]}


def address_of(message: Message) -> str | None:
    """The mail address that a message says its person has."""
    told = message.traits.get("email")
    return mail(told) if isinstance(told, str) and len(told) <= 254 else None


def current(customer: Customer) -> Customer:
    """The one it was merged into."""
    while customer.merged_into is not None:
        customer = customer.merged_into
    return customer


def _numbers(messages: Sequence[Message]) -> set[str]:
    """What may be the number of a customer."""
    named = {company_of(message.traits) for message in messages if message.kind == "identify"}
    return {message.user for message in messages} | {message.group for message in messages} | named
