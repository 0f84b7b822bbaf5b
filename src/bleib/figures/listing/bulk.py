"""One change for many customers: all that fit a filter, or those that somebody ticked. One statement each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bleib.audit.api import record
from bleib.customers.importing.load import run
from bleib.customers.models import Tag
from bleib.figures.listing.walk import hits
from bleib.figures.listing.wanted import Wanted

if TYPE_CHECKING:
    from bleib.accounts.models import User

NAMED = 100  # up to so many ticked customers, the audit entry leads to each of them
TAGS = "customers_customer_tags"


@dataclass(frozen=True)
class Many:
    """Whom a change is about. `told`: the filter as the audit log tells it."""

    wanted: Wanted
    told: str = ""
    ids: Sequence[int] | None = None

    def sql(self) -> tuple[str, list[Any]]:
        """SELECT of their ids; ticked ones only as far as they may be in a list."""
        sql, values = hits(Wanted(self.wanted.today) if self.ids is not None else self.wanted)
        if self.ids is None:
            return sql, values
        marks = ", ".join("%s" for _ in self.ids) or "null"
        return f"{sql} and c.id in ({marks})", [*values, *self.ids]

    def about(self) -> list[tuple[str, int]]:
        return [("customer", id) for id in self.ids or ()] if len(self.ids or ()) <= NAMED else []


def give_owner(many: Many, owner: User | None, *, by: User, now: datetime) -> int:
    """They are this colleague's from now on, or nobody's; returns for how many that is new."""
    sql, values = many.sql()
    key = None if owner is None else owner.pk
    with transaction.atomic():
        count = run(
            "update customers_customer set owner_id = %s, kept_by = 'person', edited_at = %s "
            f"where id in ({sql}) and owner_id is distinct from %s",
            [key, now, *values, key],
        )
        _note("customers.owner_given", str(owner or "–"), many, count=count, by=by, now=now)
    return count


def hang_tag(many: Many, name: str, *, by: User, now: datetime) -> int:
    """They carry this tag, which is made if need be; returns for how many that is new."""
    with transaction.atomic():
        tag, _new = Tag.objects.get_or_create(name=name)
        sql, values = many.sql()
        without = f"not exists (select 1 from {TAGS} k where k.customer_id = m.id and k.tag_id = %s)"
        count = run(
            f"insert into {TAGS} (customer_id, tag_id) select m.id, {tag.pk} from ({sql}) m where {without}",
            [*values, tag.pk],
        )
        _note("customers.tagged", name, many, count=count, by=by, now=now)
    return count


def take_tag(many: Many, name: str, *, by: User, now: datetime) -> int:
    """They carry this tag no more; returns how many did."""
    sql, values = many.sql()
    tag = Tag.objects.filter(name=name).first()
    if tag is None:
        return 0
    with transaction.atomic():
        count = run(f"delete from {TAGS} where tag_id = %s and customer_id in ({sql})", [tag.pk, *values])
        _note("customers.untagged", name, many, count=count, by=by, now=now)
    return count


def _note(verb: str, subject: str, many: Many, *, count: int, by: User, now: datetime) -> None:
    if count:
        record(actor=by, verb=verb, subject=subject, about=many.about(), now=now, number=count, filter=many.told or "–")
