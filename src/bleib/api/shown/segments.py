"""Segments as programs read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Schema

from bleib.accounts.api import Scope
from bleib.api.seeing import takes
from bleib.api.shapes import Moment, Named
from bleib.segments.api import Membership, Segment, sentence


class SegmentRef(Named):
    """Which segment it is."""

    key: str = Field(examples=["at-risk"])


class SegmentOut(SegmentRef):
    """Whoever meets `when` belongs to it."""

    name: str
    subject: str = Field(description="customer or contact: who belongs to it.")
    when: dict[str, Any] = Field(description="The condition, in the form of docs/rules.md.")
    sentence: str = Field(description="The condition in words.")
    active: bool
    ready_made: bool = Field(description="It came with Bleib.")
    members: int = Field(description="How many belong to it now.")


class SegmentsOut(Schema):
    data: list[SegmentOut]


class MemberOut(Schema):
    """Somebody in a segment."""

    customer: str = Field(description="The customer's number.", examples=["10042"])
    name: str | None = takes(Scope.READ_CUSTOMERS)
    contact: int | None = Field(description="Id of the contact, in a segment of contacts.")
    entered_at: Moment = Field(description="When it was noticed.")
    left_at: Moment | None
    since: date | None = Field(description="The day from which the condition has held, as far as facts tell.")


class BelongsOut(Schema):
    """A segment that a customer is in."""

    segment: str
    name: str
    entered_at: Moment
    since: date | None


class BelongingsOut(Schema):
    data: list[BelongsOut]


def segment_shown(segment: Segment, *, members: int, lang: str) -> SegmentOut:
    return SegmentOut(
        key=segment.key, name=segment.name(lang), subject=segment.subject, when=segment.condition,
        sentence=sentence(segment.condition, segment.subject, lang), active=segment.is_active,
        ready_made=segment.ready_made, members=members,
    )  # fmt: skip


def member_shown(found: Membership) -> MemberOut:
    return MemberOut(
        customer=found.customer.number, name=found.customer.name, contact=found.contact_id,
        entered_at=found.entered_at, left_at=found.left_at, since=found.since,
    )  # fmt: skip


def belongs_shown(found: Membership, lang: str) -> BelongsOut:
    segment = found.segment
    return BelongsOut(segment=segment.key, name=segment.name(lang), entered_at=found.entered_at, since=found.since)
