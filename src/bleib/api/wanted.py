"""Lists of customers as the pages have them, by what an address asks for."""

from __future__ import annotations

from django.utils import timezone

from bleib.api.cursors import no_cursor, opened, sealed
from bleib.api.said.customers import CustomerFilter
from bleib.api.shapes import Paging
from bleib.customers.models import Tag
from bleib.figures.listing.pages import Listing, read_place
from bleib.figures.listing.sorts import SORTS
from bleib.figures.listing.wanted import Wanted
from bleib.segments.api import segments

YES_NO = {None: "", True: "yes", False: "no"}
NOBODY = 0  # a tag that nobody carries, a segment that does not exist


def listing(asked: CustomerFilter) -> Listing:
    """The list that is asked for."""
    sort = SORTS[asked.sort]
    wanted = Wanted(
        today=timezone.localdate(), text=asked.q, country=asked.country, owner=asked.owner, through=asked.through,
        standing=asked.standing, orders=asked.orders, light=asked.light, tag=_tag(asked.tag),
        segment=_segment(asked.segment),
        overdue=YES_NO[asked.overdue], contract=YES_NO[asked.contract],
    )  # fmt: skip
    return Listing.of(wanted, sort, down=asked.order == "down" if asked.order else sort.down)


def page_of(found: Listing, asked: Paging) -> tuple[list[int], str | None]:
    """Ids of the page, and the cursor of the one behind it. Raises Refused."""
    of = f"customers by {found.sort.name}"
    place = opened(asked.cursor, of)
    if place and read_place(place, found.sort) is None:
        raise no_cursor()
    page = found.page(asked.limit, after=place)
    return list(page.ids), sealed(page.after, of) if page.after else None


def _tag(name: str) -> int | None:
    if not name:
        return None
    return Tag.objects.filter(name=name).values_list("pk", flat=True).first() or NOBODY


def _segment(key: str) -> int | None:
    if not key:
        return None
    return segments().filter(key=key).values_list("pk", flat=True).first() or NOBODY
