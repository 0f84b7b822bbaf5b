"""A customer as programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from bleib.accounts.api import Scope
from bleib.api.seeing import takes
from bleib.api.shapes import Amount, Moment, Named
from bleib.customers.models import Customer, Standing
from bleib.figures.api import CustomerFigures
from bleib.lights.api import Colour

PARTS = ("tags", "custom_values__field")


class PersonOut(Schema):
    """A colleague."""

    id: int
    name: str


class FiguresOut(Schema):
    """What lists show of a customer. Money is net of refunds."""

    first_on: date | None = Field(description="Day of the first order.")
    last_on: date | None = Field(description="Day of the last order.")
    orders: int
    revenue: Amount | None
    revenue_year: Amount | None = Field(description="Of the year up to the last order.")
    usual_gap: float | None = Field(description="Usual days between two orders.")
    overdue_on: date | None = Field(description="From this day on the next order is late.")
    mrr: Amount | None = Field(description="Recurring revenue a month.")


class CustomerRef(Named):
    """Which customer it is."""

    id: int
    number: str = Field(examples=["10042"])


class CustomerOut(CustomerRef):
    """A company that buys, or a person where there is no company."""

    name: str = Field(examples=["Nordwerft GmbH"])
    is_person: bool
    standing: str = Field(description="prospect, customer, former; empty where nobody has said.")
    light: str | None = takes(Scope.READ_LIGHTS, "green, yellow, red; null: not judged.")
    owner: PersonOut | None
    tags: list[str]
    fields: dict[str, str | bool | None] = Field(description="Your own fields by their keys; numbers as text.")
    figures: FiguresOut | None = takes(Scope.READ_FIGURES, "What lists show of a customer.")
    vat_id: str
    register_number: str
    register_court: str
    street: str
    postcode: str
    city: str
    country: str = Field(description="Two letters.", examples=["DE"])
    domain: str
    mail: str
    phone: str
    industry: str
    language: str
    time_zone: str
    acquired_through: str
    parent: str | None = Field(description="Number of the company above.")
    referred_by: str | None = Field(description="Number of who recommended you.")
    created_at: Moment
    edited_at: Moment | None = Field(description="Edited by hand or by a program; from then on files leave it alone.")


COPIED = (
    "id", "number", "name", "is_person", "vat_id", "register_number", "register_court", "street", "postcode", "city",
    "country", "domain", "mail", "phone", "industry", "language", "time_zone", "acquired_through", "created_at",
    "edited_at",
)  # fmt: skip


def customers_shown(ids: Sequence[int]) -> list[CustomerOut]:
    """These customers in this order; one that has gone meanwhile is left out."""
    rows = Customer.objects.select_related("figures", "owner", "parent", "referred_by").prefetch_related(*PARTS)
    found = rows.in_bulk(list(ids))
    open_ones = Standing.objects.filter(customer_id__in=found, until=None)
    standings = dict(open_ones.values_list("customer_id", "kind"))
    return [_shown(found[id], standings.get(id, "")) for id in ids if id in found]


def customer_shown(customer: Customer) -> CustomerOut:
    return customers_shown([customer.pk])[0]


def light_of(figures: CustomerFigures) -> str | None:
    """The copy of the light beside the figures."""
    return next((each.value for each in Colour if each.rank == figures.light), None)


def _shown(customer: Customer, standing: str) -> CustomerOut:
    figures = getattr(customer, "figures", None) or CustomerFigures(customer=customer)
    return CustomerOut(
        **{name: getattr(customer, name) for name in COPIED},
        standing=standing,
        light=light_of(figures),
        owner=None if customer.owner is None else PersonOut(id=customer.owner.pk, name=str(customer.owner)),
        tags=sorted(tag.name for tag in customer.tags.all()),
        fields={each.field.key: _plain(each) for each in customer.custom_values.all()},
        figures=FiguresOut.model_validate(figures),
        parent=customer.parent.number if customer.parent else None,
        referred_by=customer.referred_by.number if customer.referred_by else None,
    )


def _plain(kept: Any) -> str | bool | None:
    value = kept.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if value is None or isinstance(value, bool) else str(value)
