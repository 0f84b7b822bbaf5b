"""Contacts and contracts as programs read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema

from bleib.api.shapes import Amount, Named
from bleib.customers.models import Contact, Contract


class ContactRef(Named):
    """Which contact it is."""

    id: int


class ContactOut(ContactRef):
    """A person at a customer."""

    customer: str = Field(description="The customer's number.", examples=["10042"])
    salutation: str = Field(description="mr, ms, neutral; empty: not told.")
    address: str = Field(description="sie or du; empty: not told.")
    title: str
    first_name: str
    last_name: str
    position: str
    department: str
    language: str
    mail: str
    phone: str
    parts: list[str] = Field(description="buyer, user, payer, champion.")
    left_on: date | None


class VersionOut(Schema):
    """What a contract is worth from a day on."""

    valid_from: date
    amount_per_month: Amount
    quantity: Amount | None
    product: str | None


class ContractRef(Named):
    """Which contract it is."""

    id: int
    number: str


class ContractOut(ContractRef):
    """What was agreed with a customer."""

    customer: str = Field(description="The customer's number.", examples=["10042"])
    starts_on: date
    ends_on: date | None = Field(description="Its last day, where it ends.")
    is_trial: bool
    term_months: int
    renewal_months: int
    notice: int
    notice_unit: str = Field(description="days, weeks or months.")
    notice_until: str = Field(description="It can be ended to the end of the term, month, quarter or year.")
    notice_given_on: date | None
    term_ends_on: date | None = Field(description="It can end next on this day.")
    notice_by: date | None = Field(description="Notice has to arrive by this day.")
    amount_per_month: Amount | None = Field(description="What it is worth today.")
    versions: list[VersionOut] = Field(description="What it was and will be worth, the newest first.")


PERSON = (
    "id", "salutation", "address", "title", "first_name", "last_name", "position", "department", "language", "mail",
    "phone", "left_on",
)  # fmt: skip
TERMS = (
    "id", "number", "starts_on", "ends_on", "is_trial", "term_months", "renewal_months", "notice", "notice_unit",
    "notice_until", "notice_given_on", "term_ends_on", "notice_by",
)  # fmt: skip


def contact_shown(contact: Contact) -> ContactOut:
    return ContactOut(
        **_copied(contact, PERSON), customer=contact.customer.number, parts=sorted(r.part for r in contact.roles.all())
    )


def contract_shown(contract: Any) -> ContractOut:
    """A contract read with `with_amount`; its versions with their products."""
    newest_first = sorted(contract.versions.all(), key=lambda each: each.valid_from, reverse=True)
    return ContractOut(
        **_copied(contract, TERMS),
        customer=contract.customer.number,
        amount_per_month=contract.amount,
        versions=[
            VersionOut(
                valid_from=each.valid_from, amount_per_month=each.amount_per_month, quantity=each.quantity,
                product=each.product.code if each.product else None,
            )
            for each in newest_first
        ],
    )  # fmt: skip


def _copied(row: Contact | Contract, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
