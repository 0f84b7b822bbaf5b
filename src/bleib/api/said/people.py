"""What programs say of contacts and contracts."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StringConstraints

from bleib.api.shapes import UNSEEN, Day, Line, Paging, Strict, Word

Part = Literal["buyer", "user", "payer", "champion"]
Months = Annotated[int, Field(ge=0, le=1_200)]
Worth = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]


class ContactFilter(Paging):
    """Which contacts; what is not said filters nothing."""

    customer: str = Field("", max_length=200, pattern=UNSEEN, description="Number of the customer.")
    mail: str = Field("", max_length=254, pattern=UNSEEN, description="Exactly this address, whatever its case.")
    left: bool | None = Field(None, description="Whether somebody has left the company.")


class ContactSaid(Strict):
    """What may be said of a contact; what is left out stays as it is."""

    salutation: Literal["", "mr", "ms", "neutral"] | None = None
    address: Literal["", "sie", "du"] | None = None
    title: Line | None = None
    first_name: Line | None = None
    last_name: Line | None = Field(None, examples=["Weber"])
    position: Line | None = None
    department: Line | None = None
    language: Line | None = Field(None, examples=["de"])
    mail: Line | None = Field(None, examples=["weber@example.com"])
    phone: Line | None = None
    parts: list[Part] | None = Field(None, max_length=4, description="All of them: others are taken away.")


class LeftSaid(Schema):
    on: Day | None = Field(None, description="The day; null: they work there after all.")


class ContractFilter(Paging):
    """Which contracts; what is not said filters nothing."""

    customer: str = Field("", max_length=200, pattern=UNSEEN, description="Number of the customer.")
    number: str = Field("", max_length=200, pattern=UNSEEN, description="Exactly this contract number.")
    running_on: Day | None = Field(None, description="Runs on this day and is paid for.")
    notice_until: Day | None = Field(None, description="Notice has to arrive from today to this day.")


class ContractSaid(Strict):
    """A new contract with what it is worth from its start on."""

    number: Word = Field(examples=["V-2041"])
    starts_on: Day
    amount_per_month: Worth
    quantity: Worth | None = Field(None, description="Seats or pieces.")
    product: Word | None = Field(None, description="Code of a known product.")
    is_trial: bool = False
    term_months: Months = 12
    renewal_months: Months = 12
    notice: Annotated[int, Field(ge=0, le=3_650)] = 3
    notice_unit: Literal["days", "weeks", "months"] = "months"
    notice_until: Literal["term", "month", "quarter", "year"] = "term"


class WorthSaid(Strict):
    """From a day on a contract is worth something else; the same day again corrects what was said of it."""

    valid_from: Day
    amount_per_month: Worth
    quantity: Worth | None = None
    product: Word | None = None


class EndSaid(Strict):
    """A contract ends; by the customer's notice where its day is said."""

    last_day: Day
    notice_given_on: Day | None = None
    reason: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,39}$")] | None = Field(
        None, description="One word.", examples=["price"]
    )
