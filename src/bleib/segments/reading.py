"""What pages ask about segments: who belongs to them, and who did; nothing is looked at anew here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import pyarrow as pa
from django.db.models import Count, QuerySet

from bleib.customers.importing.load import rows_of
from bleib.forecast.backtest.record import Colour as Shown
from bleib.kernel.errors import UsageError
from bleib.lights.api import Colour
from bleib.outlook.api import newest_record
from bleib.segments.models import Membership, Segment, Subject

if TYPE_CHECKING:
    from bleib.customers.models import Customer

MEMBERS = pa.schema([("customer", pa.string()), ("segment", pa.string())])
# A customer in this segment and in others, counted per other one; and the same of contacts.
SHARED = """
select s.key, count(*)
from segments_membership mine
join segments_membership theirs on {same}
    and theirs.left_at is null and theirs.segment_id <> mine.segment_id
join segments_segment s on s.id = theirs.segment_id
where mine.segment_id = %s and mine.left_at is null
group by 1
"""
SAME = {
    Subject.CUSTOMER: "theirs.customer_id = mine.customer_id and theirs.contact_id is null",
    Subject.CONTACT: "theirs.contact_id = mine.contact_id",
}
# A customer with two contacts in a segment of contacts is one customer.
LIT = """
select s.key, l.colour, case s.subject when 'customer' then count(*) else count(distinct m.customer_id) end
from segments_membership m
join segments_segment s on s.id = m.segment_id
join lights_light l on l.customer_id = m.customer_id
where m.left_at is null
group by s.key, s.subject, l.colour
"""


@dataclass(frozen=True)
class Overlap:
    """How many belong to both segments: `both` of the `own` members of one, and of the `others` of the other."""

    segment: Segment
    both: int
    own: int
    others: int


def segments() -> QuerySet[Segment]:
    """All segments in their order, those switched off among them."""
    return Segment.objects.all()


def segment(key: str) -> Segment:
    """UsageError for one that does not exist."""
    found = Segment.objects.filter(key=key).first()
    if found is None:
        raise UsageError(f"There is no segment {key!r}.")
    return found


def segments_of(customer: Customer) -> Sequence[Membership]:
    """The segments that a customer belongs to, in their order; each with its `segment`, `entered_at` and `since`."""
    found = Membership.objects.open().filter(customer=customer, contact=None).select_related("segment")
    return list(found.order_by("segment__position"))


def members(segment: Segment, *, at: datetime | None = None) -> QuerySet[Membership]:
    """Who belongs to it, or did at that instant: memberships with customer and contact, by customer number."""
    found = segment.memberships.open() if at is None else segment.memberships.at(at)
    return found.select_related("customer", "customer__owner", "contact").order_by("customer__number", "pk")


def counts() -> dict[str, int]:
    """How many belong to each segment now, by key; 0 where nobody does."""
    found = dict(Membership.objects.open().order_by().values_list("segment_id").annotate(Count("pk")))
    return {key: found.get(pk, 0) for pk, key in Segment.objects.values_list("pk", "key")}


def lights() -> dict[str, Mapping[Colour, int]]:
    """By key of each segment how many of its members' customers have which light; those without one are not counted."""
    counted: dict[str, dict[Colour, int]] = {key: dict.fromkeys(Colour, 0) for key in counts()}
    for key, colour, count in rows_of(LIT):
        counted[key][Colour(colour)] = count
    return dict(counted)


def lights_of(segment: Segment) -> Mapping[Colour, int]:
    """The same of one segment."""
    rows = segment.memberships.open().order_by().values_list("customer__light__colour")
    found = dict(rows.annotate(Count("customer", distinct=True)))
    return {colour: found.get(colour.value, 0) for colour in Colour}


def record_of(segment: Segment) -> Sequence[Shown]:
    """The record of the lights among the segment's members of earlier days, from the newest backtest, green first.

    Empty where nothing was tested yet, and for segments of which earlier days know nothing (`members_at`).
    """
    newest = newest_record()
    told = newest.backtest.get("segments", ()) if newest else ()
    found = next((each["colours"] for each in told if each["segment"] == segment.key), ())
    return [Shown(**each) for each in found]


def overlap(segment: Segment) -> Sequence[Overlap]:
    """The other segments of the same subject whose members belong to this one as well, the one with the most first."""
    shared_by = SHARED.format(same=SAME[Subject(segment.subject)])
    sizes, rows = counts(), {each.key: each for each in Segment.objects.active()}
    shared = [(key, both) for key, both in rows_of(shared_by, [segment.pk]) if key in rows]
    found = [Overlap(rows[key], both, sizes[segment.key], sizes[key]) for key, both in shared]
    return sorted(found, key=lambda each: (-each.both, each.segment.position))
