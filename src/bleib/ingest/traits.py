"""What senders say about people and companies, and which field of ours it fills.

The names are those of Segment's specification. What somebody edited or imported is
only filled where it is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bleib.customers.importing.lookups import country, domain, language, mail
from bleib.customers.models import Contact, Customer
from bleib.customers.models.customer import Keeper
from bleib.ingest.message import plain

Reader = Callable[[str], str | None]
# Our field: where it may stand, the first that is there counts.
CONTACT: Mapping[str, tuple[str, ...]] = {
    "mail": ("email",),
    "first_name": ("firstName", "first_name"),
    "last_name": ("lastName", "last_name"),
    "phone": ("phone",),
    "position": ("title", "position"),
    "department": ("department",),
    "language": ("language", "locale"),
}
CUSTOMER: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "domain": ("website", "domain"),
    "mail": ("email",),
    "phone": ("phone",),
    "industry": ("industry",),
    "street": ("address.street",),
    "postcode": ("address.postalCode",),
    "city": ("address.city",),
    "country": ("address.country", "country"),
}
READERS: Mapping[str, Reader] = {"mail": mail, "language": language, "domain": domain, "country": country}


def of_contact(traits: Mapping[str, Any]) -> dict[str, str]:
    """Fields of a contact by name, as far as the traits say them."""
    told = dict(_told(traits, CONTACT, Contact))
    name = plain(traits.get("name"))
    if name and not ("first_name" in told or "last_name" in told):
        first, _, last = name.rpartition(" ")
        told |= {"last_name": last[:120]} | ({"first_name": first[:120]} if first else {})
    return told


def of_customer(traits: Mapping[str, Any]) -> dict[str, str]:
    """Fields of a customer by name, as far as the traits say them."""
    return dict(_told(traits, CUSTOMER, Customer))


def company_of(traits: Mapping[str, Any]) -> str:
    """The number of the company that the traits of a person name."""
    company = traits.get("company")
    told = company.get("id") if isinstance(company, dict) else None
    return plain(str(told)) if isinstance(told, str | int) and not isinstance(told, bool) else ""


def fill(row: Contact | Customer, told: Mapping[str, str]) -> dict[str, str]:
    """Put what is told into a row, which is not saved here; returns what stood there before, where it changed."""
    ours = is_ours(row)
    changed = {
        name: value for name, value in told.items() if getattr(row, name) != value and (ours or not getattr(row, name))
    }
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    return before


def is_ours(row: Contact | Customer) -> bool:
    """Whether nobody but the senders of events ever said anything about it."""
    by_hand = isinstance(row, Customer) and row.kept_by == Keeper.PERSON
    return row.edited_at is None and row.imported_by_id is None and not by_hand


def _told(
    traits: Mapping[str, Any], fields: Mapping[str, tuple[str, ...]], model: type[Contact | Customer]
) -> Iterator[tuple[str, str]]:
    for name, places in fields.items():
        text = next((found for place in places if (found := plain(_at(traits, place), 1_000))), "")
        value = READERS[name](text) if text and name in READERS else text
        if value:
            yield name, value[: _longest(model, name)]


def _longest(model: Any, name: str) -> int | None:
    longest: int | None = model._meta.get_field(name).max_length
    return longest


def _at(traits: Mapping[str, Any], place: str) -> Any:
    value: Any = traits
    for step in place.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return (
        value
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else None
    )
