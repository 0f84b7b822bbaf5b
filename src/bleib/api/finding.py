"""Customers, contacts and the like by what stands in an address."""

from __future__ import annotations

from typing import Annotated, TypeVar

from django.db import models
from ninja import Path
from pydantic import Field, StringConstraints

from bleib.accounts.models import User
from bleib.api.problems import Refused
from bleib.api.shapes import UNSEEN
from bleib.customers.api import Customer, find
from bleib.kernel.errors import BleibError

BY_ID = "id:"
Row = TypeVar("Row", bound=models.Model)
Which = Path[
    Annotated[
        str,
        StringConstraints(min_length=1, max_length=200, pattern=UNSEEN),
        Field(
            description="The customer's number; or id: and its id, where the number has a slash.", examples=["10042"]
        ),
    ]
]
Id = Path[Annotated[int, Field(ge=1, le=2**63 - 1)]]


def customer_at(which: str) -> Customer:
    """The customer of that number (or "id:" and its id), or the one it was merged into. Raises Refused."""
    try:
        return find(which)
    except BleibError as error:
        if found := _by_id(which):
            return find(found)
        raise Refused(404, str(error)) from error


def one_of(rows: models.QuerySet[Row], pk: int) -> Row:
    """The row of that id. Raises Refused."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Refused(404, f"There is no {rows.model._meta.verbose_name} {pk}.")
    return found


def colleague_at(pk: int | None) -> User | None:
    """The colleague of that id; None for none. Raises Refused."""
    return None if pk is None else one_of(User.objects.filter(is_active=True), pk)


def _by_id(which: str) -> str | None:
    digits = which.removeprefix(BY_ID)
    if digits == which or not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        return None
    return Customer.objects.filter(pk=int(digits)).values_list("number", flat=True).first()
