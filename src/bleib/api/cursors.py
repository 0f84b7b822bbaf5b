"""Pages of rows by their primary key: a page begins where the one before ended, however many were added meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models

from bleib.api.problems import Refused, Wrong
from bleib.api.shapes import Page, Paging

Row = TypeVar("Row", bound=models.Model)


def by_key(rows: models.QuerySet[Row], asked: Paging, shown: Callable[[Row], Any]) -> Page[Any]:
    """The page of `rows` that is asked for, in the order of their primary keys."""
    after = key_of(asked.cursor)
    found = list(rows.filter(pk__gt=after).order_by("pk")[: asked.limit + 1])
    here = found[: asked.limit]
    more = len(found) > asked.limit
    return Page(data=[shown(row) for row in here], next=str(here[-1].pk) if more else None)


def key_of(cursor: str) -> int:
    """The key that a cursor names; 0 for none. Raises Refused."""
    if not cursor:
        return 0
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise no_cursor()
    return int(cursor)


def no_cursor() -> Refused:
    """What to say of a cursor that no page of this list gave."""
    what = "This is no cursor of this list. Take `next` of a page, with the same filter and order."
    return Refused(422, what, wrong=[Wrong("query.cursor", what)])
