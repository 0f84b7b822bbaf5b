"""Where a page begins: where the one before ended, however many were added meanwhile.

A place may hold what the token must not read, such as the revenue that a list is sorted by: so programs get it
encrypted, and none can make one up and ask who comes behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from bleib.accounts.locks import KeyIsGone, lock, unlock
from bleib.api.problems import Refused, Wrong
from bleib.api.shapes import Page, Paging

Row = TypeVar("Row", bound=models.Model)
KEYS = "keys"


def sealed(place: str, of: str) -> str:
    """The cursor of a place in such a list; no other list takes it."""
    return lock(place, purpose=f"cursor of {of}").rstrip("=")


def opened(cursor: str, of: str) -> str:
    """The place again; empty for none. Raises Refused."""
    if not cursor:
        return ""
    try:
        return unlock(cursor + "=" * (-len(cursor) % 4), purpose=f"cursor of {of}")
    except KeyIsGone:
        raise no_cursor() from None


def by_key(rows: models.QuerySet[Row], asked: Paging, shown: Callable[[Row], Any]) -> Page[Any]:
    """The page of `rows` that is asked for, in the order of their primary keys."""
    after = key_of(opened(asked.cursor, KEYS))
    found = list(rows.filter(pk__gt=after).order_by("pk")[: asked.limit + 1])
    here = found[: asked.limit]
    more = len(found) > asked.limit
    return Page(data=[shown(row) for row in here], next=sealed(str(here[-1].pk), KEYS) if more else None)


def key_of(place: str) -> int:
    """The key that a place names; 0 for none. Raises Refused."""
    if not place:
        return 0
    if not (place.isascii() and place.isdigit() and len(place) < 19):
        raise no_cursor()
    return int(place)


def no_cursor() -> Refused:
    """What to say of a cursor that no page of this list gave."""
    what = "This is no cursor of this list. Take `next` of a page, with the same filter and order."
    return Refused(422, what, wrong=[Wrong("query.cursor", what)])
