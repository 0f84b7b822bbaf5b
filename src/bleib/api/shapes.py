"""What more than one area speaks of: words, days and money as they come in, pages of lists, problems."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Generic, TypeVar

from ninja import Field, Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, PlainSerializer, StringConstraints

# No control characters: names and codes have one line. None that nobody sees either, or that turn around what follows.
UNSEEN = "^[^\\x00-\\x1f\\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*$"
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"  # lines and tabulators are fine
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)
BEGINNING, END = datetime(1900, 1, 1, tzinfo=UTC), datetime(2999, 12, 31, tzinfo=UTC)

Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=UNSEEN)]
Line = Annotated[str, StringConstraints(max_length=300, pattern=UNSEEN)]
Text = Annotated[str, StringConstraints(max_length=5_000, pattern=TEXT)]
# In UTC from here on: an offset of 23 hours is none that PostgreSQL takes.
Instant = Annotated[AwareDatetime, Field(ge=BEGINNING, le=END), AfterValidator(lambda told: told.astimezone(UTC))]
Day = Annotated[date, Field(ge=FIRST, le=LAST)]
# As it is kept, with four decimals and never as a binary number: a sum of such texts is exact.
Amount = Annotated[Decimal, PlainSerializer(lambda value: f"{value:.4f}", return_type=str)]
Moment = Annotated[datetime, PlainSerializer(lambda value: value.isoformat(), return_type=str)]
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]

Item = TypeVar("Item")


class Strict(Schema):
    """What is written: a name that nobody knows is a slip of the pen, and is refused."""

    model_config = ConfigDict(extra="forbid")


class Named(Schema):
    """What a thing is called: all that a token is answered that may write such things and not read them."""


class Page(Schema, Generic[Item]):
    """A page of a list. `next` is the cursor of the page behind it; null on the last one."""

    data: list[Item]
    next: str | None = Field(None, description="Say it as `cursor` to get the page behind this one. Null: the last.")


class ChangedPage(Schema, Generic[Item]):
    """What changed, each as it is now, in the order of their last changes. Ask on with `since`, at once for `more`."""

    data: list[Item]
    gone: list[int] = Field(description="Ids of those that changed and are not there any more.")
    since: str = Field(description="Say it as `since` to get what changes after this.")
    more: bool = Field(description="There is more already.")


class Paging(Schema):
    """Which page."""

    limit: int = Field(50, ge=1, le=200, description="How many at most.")
    cursor: str = Field(
        "", max_length=3_000, pattern=UNSEEN, description="`next` of the page before; empty: the first."
    )


class WrongOut(Schema):
    where: str = Field(description="Where in the request.", examples=["body.facts.0.key"])
    what: str = Field(description="What is wrong with it.", examples=["This is missing."])


class ProblemOut(Schema):
    """Why there is no other answer (RFC 9457)."""

    type: str = Field(description="The kind of problem: an anchor of /api/.", examples=["/api/#not-valid"])
    title: str = Field(description="The status in words.", examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(description="What was wrong, and what to do.", examples=["Something does not fit."])
    errors: list[WrongOut] | None = Field(None, description="One by one, where several things may be wrong.")
