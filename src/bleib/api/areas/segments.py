"""Segments: who meets a condition, since when; and making them."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Path, Query, Router
from pydantic import BeforeValidator, StringConstraints

from bleib.accounts.api import Scope
from bleib.accounts.models import User
from bleib.api.cursors import by_key
from bleib.api.finding import Which, customer_at
from bleib.api.operations import operation
from bleib.api.problems import Refused, Wrong
from bleib.api.shapes import UNSEEN, Instant, Page, Paging, Strict
from bleib.api.shown.lights import Spoken
from bleib.api.shown.segments import (
    BelongingsOut,
    MemberOut,
    SegmentOut,
    SegmentsOut,
    belongs_shown,
    member_shown,
    segment_shown,
)
from bleib.segments.api import (
    FileError,
    Segment,
    counts,
    keep_segment,
    members,
    remove_segment,
    segments,
    segments_of,
)

router = Router()
Key = Path[Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=UNSEEN)]
# Conditions are kept as JSON, which knows no exact decimals.
Condition = Annotated[dict[str, Any], BeforeValidator(lambda value: json.loads(json.dumps(value, default=float)))]


class SegmentSaid(Strict):
    """A segment as its file has it (docs/segments.md)."""

    name: dict[Literal["de", "en"], Name] = Field(min_length=1, examples=[{"en": "Large and late"}])
    when: Condition = Field(
        description="A condition as in docs/rules.md.", examples=[{"field": "days_since_order", "at_least": 90}]
    )
    subject: Literal["customer", "contact"] = "customer"
    active: bool = True


class MemberFilter(Paging):
    at: Instant | None = Field(None, description="Who belonged to it at this instant; nothing said: now.")


@operation(router, "GET", "segments", scope=Scope.READ_SEGMENTS, answer=SegmentsOut)
def list_segments(asked: Query[Spoken]) -> SegmentsOut:
    """All segments with their condition in words, and how many belong to them."""
    many = counts()
    return SegmentsOut(
        data=[segment_shown(each, members=many.get(each.key, 0), lang=asked.lang) for each in segments()]
    )


@operation(router, "GET", "segments/{key}", scope=Scope.READ_SEGMENTS, answer=SegmentOut, also=[404])
def get_segment(key: Key, asked: Query[Spoken]) -> SegmentOut:
    """One segment."""
    return _shown(_at(key), asked.lang)


@operation(router, "GET", "segments/{key}/members", scope=Scope.READ_SEGMENTS, answer=Page[MemberOut], also=[404])
def list_members(key: Key, asked: Query[MemberFilter]) -> Page[MemberOut]:
    """Who belongs to a segment, or did at an instant."""
    return by_key(members(_at(key), at=asked.at), asked, member_shown)


@operation(router, "GET", "customers/{which}/segments", scope=Scope.READ_SEGMENTS, answer=BelongingsOut, also=[404])
def list_segments_of(which: Which, asked: Query[Spoken]) -> BelongingsOut:
    """The segments that a customer is in."""
    return BelongingsOut(data=[belongs_shown(each, asked.lang) for each in segments_of(customer_at(which))])


@operation(router, "PUT", "segments/{key}", scope=Scope.WRITE_SEGMENTS, answer=SegmentOut, also=[404])
def put_segment(by: User, key: Key, said: SegmentSaid) -> SegmentOut:
    """Make a segment, or change the one of that key.

    Whoever meets its condition belongs to it within seconds.
    """
    try:
        keep_segment({"key": key, **said.model_dump()}, by=by, now=timezone.now())
    except FileError as error:
        raise Refused(422, wrong=_wrong(error)) from error
    return _shown(_at(key), "en")


@operation(router, "DELETE", "segments/{key}", scope=Scope.WRITE_SEGMENTS, answer=None, status=204, also=[404])
def delete_segment(by: User, key: Key) -> HttpResponse:
    """Take a segment away.

    422 where another one asks for it. What it was stays in the facts.
    """
    try:
        remove_segment(_at(key).key, by=by, now=timezone.now())
    except FileError as error:
        raise Refused(422, wrong=_wrong(error)) from error
    return HttpResponse(status=204)


def _at(key: str) -> Segment:
    found = Segment.objects.filter(key=key).first()
    if found is None:
        raise Refused(404, f"There is no segment {key}.")
    return found


def _shown(segment: Segment, lang: str) -> SegmentOut:
    return segment_shown(segment, members=segment.memberships.open().count(), lang=lang)


def _wrong(error: FileError) -> list[Wrong]:
    """What is wrong with the condition, thing by thing; the place within all segments says nothing here."""
    return [Wrong("body.when", str(problem)) for _line, problem in error.problems]
