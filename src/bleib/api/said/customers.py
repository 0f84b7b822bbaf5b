"""What programs say of customers, and how it becomes a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from ninja import Field
from pydantic import StringConstraints

from bleib.accounts.api import Scope
from bleib.accounts.models import User
from bleib.api.problems import Refused
from bleib.api.shapes import UNSEEN, Line, Number, Paging, Strict, Word
from bleib.customers.entering import enter, hang_tags, keep_fields
from bleib.customers.models import Customer, CustomField
from bleib.customers.relating import other, parent_of
from bleib.customers.validators import vat_id

Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$", max_length=2)]
Tag = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=UNSEEN)]
Other = Annotated[str, StringConstraints(max_length=200, pattern=UNSEEN)]
OwnValue = Annotated[str, StringConstraints(max_length=1_000, pattern=UNSEEN)]
OwnFields = Annotated[dict[str, OwnValue], Field(max_length=100)]


class CustomerFilter(Paging):
    """Which customers, in which order; what is not said filters nothing."""

    q: str = Field("", max_length=100, pattern=UNSEEN, description="Name or number begins so.")
    light: Literal["", "green", "yellow", "red"] = ""
    standing: Literal["", "prospect", "customer", "former"] = ""
    orders: Literal["", "none", "new", "regular"] = Field("", description="None yet, one, or several.")
    overdue: bool | None = Field(None, description="Whether the next order is late today.")
    contract: bool | None = Field(None, description="Whether a paid contract runs.")
    country: Country = ""
    owner: Number | None = Field(None, description="Id of the colleague whose customers these are.")
    tag: str = Field("", max_length=60, pattern=UNSEEN)
    segment: str = Field("", max_length=40, pattern=UNSEEN, description="Key of a segment of customers.")
    through: str = Field("", max_length=60, pattern=UNSEEN, description="Acquired through.")
    sort: Literal["number", "name", "light", "revenue_year", "revenue", "orders", "last_on", "overdue_on", "mrr"] = (
        "number"
    )
    order: Literal["", "up", "down"] = Field("", description="Empty: as suits the order, amounts the largest first.")


SHOWN_BY = {  # what a filter or an order would tell of customers, though no field of the answer does
    "light": Scope.READ_LIGHTS,
    "segment": Scope.READ_SEGMENTS,
    "orders": Scope.READ_FIGURES,
    "overdue": Scope.READ_FIGURES,
    "sort": Scope.READ_FIGURES,
}
PLAIN = {"number", "name"}


def refuse_unseen(asked: CustomerFilter, admits: Callable[[Scope], bool]) -> None:
    """Raises Refused where a filter or an order tells what the token may not read."""
    for name in asked.model_dump(exclude_defaults=True):
        scope = Scope.READ_LIGHTS if (name, asked.sort) == ("sort", "light") else SHOWN_BY.get(name)
        if scope is None or (name == "sort" and asked.sort in PLAIN) or admits(scope):
            continue
        raise Refused(403, f"{name}={getattr(asked, name)} takes the scope {scope.value}, too.")


class CustomerSaid(Strict):
    """What may be said of a customer; what is left out stays as it is."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=UNSEEN)] | None = None
    is_person: bool | None = None
    vat_id: Annotated[str, StringConstraints(max_length=40, pattern=UNSEEN)] | None = None
    register_number: Line | None = None
    register_court: Line | None = None
    street: Line | None = None
    postcode: Line | None = None
    city: Line | None = None
    country: Country | None = Field(None, examples=["DE"])
    domain: Line | None = None
    mail: Line | None = None
    phone: Line | None = None
    industry: Line | None = None
    language: Line | None = None
    time_zone: Line | None = Field(None, examples=["Europe/Berlin"])
    acquired_through: Line | None = None
    parent: Other | None = Field(None, description="Number of the company above; empty: none.")
    referred_by: Other | None = Field(None, description="Number of who recommended you; empty: nobody known.")
    owner: Number | None = Field(None, description="Id of a colleague.")
    tags: list[Tag] | None = Field(None, max_length=50, description="All of them: others are taken away.")
    fields: OwnFields | None = Field(None, description="Your own fields by their keys, as text; empty text: no value.")


class NewCustomer(CustomerSaid):
    """A customer that is entered: a prospect until the first order."""

    number: Word = Field(description="It never changes: facts know the customer by it.", examples=["10042"])
    name: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=UNSEEN)] = Field(
        examples=["Nordwerft GmbH"]
    )


BESIDE = ("tags", "fields", "owner", "parent", "referred_by")


def keep_customer(customer: Customer, said: CustomerSaid, *, by: User, now: datetime) -> Customer:
    """Enter or change a customer; all of it or nothing. Raises ValidationError, and Refused for a number in use."""
    told = {name: value for name, value in said.model_dump(exclude_unset=True).items() if value is not None}
    for name in told.keys() - set(BESIDE):
        setattr(customer, name, told[name])
    _relate(customer, told)
    customer.vat_id = vat_id(customer.vat_id) or customer.vat_id
    customer.full_clean(exclude=["created_at"], validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            customer.edited(now=now, by=by) if customer.pk else enter(customer, by=by, now=now)
            _keep_beside(customer, told, by=by, now=now)
    except IntegrityError as error:
        raise Refused(409, f"There is a customer {customer.number} already.") from error
    return customer


def _keep_beside(customer: Customer, told: dict[str, Any], *, by: User, now: datetime) -> None:
    if "tags" in told:
        hang_tags(customer, sorted(set(told["tags"])))
    if "fields" in told:
        known = {field.key: field for field in CustomField.objects.current()}
        if unknown := sorted(told["fields"].keys() - known.keys()):
            raise ValidationError(
                {"fields": f"There is no field {unknown[0]}. There are: {', '.join(known) or 'none'}."}
            )
        keep_fields(customer, {known[key]: text for key, text in told["fields"].items()}, by=by, now=now)


def _relate(customer: Customer, told: dict[str, Any]) -> None:
    """Whom it names: a colleague, other customers. Raises ValidationError, which says of which."""
    for name, found in RELATED.items():
        if name in told:
            try:
                setattr(customer, name, found(customer, told[name]))
            except ValidationError as error:
                raise ValidationError({name: error}) from error


def _colleague(_customer: Customer, pk: int) -> User:
    found = User.objects.filter(pk=pk, is_active=True).first()
    if found is None:
        raise ValidationError(f"There is no colleague {pk}.")
    return found


RELATED: Mapping[str, Callable[[Customer, Any], Any]] = {
    "owner": _colleague,
    "parent": parent_of,
    "referred_by": other,
}
