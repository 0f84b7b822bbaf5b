"""One company's customers, told fact by fact: whoever reads a test reads their story."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from bleib.customers.api import Customer, appear
from bleib.history.api import Change, NewFact, append_pending, record
from bleib.history.models import PendingFact
from bleib.segments.editing import keep_segment
from bleib.segments.filling import fill_changed, fill_everybody
from bleib.segments.models import Membership

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = timezone.localtime(NOW).date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def order(customer: str, day: date, amount: int = 100) -> NewFact:
    ref, at = f"{customer} {day}", datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return NewFact("order", customer, at, key=ref, ref=ref, amount=Decimal(amount), quantity=1)


def answer(customer: str, day: date, score: int) -> NewFact:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return NewFact("answer", customer, at, key=f"{customer} {day}", props={"kind": "nps", "score": score})


def happened(*facts: NewFact, now: datetime = NOW) -> int:
    """Facts come in, and segments are told; returns how many entered or left one."""
    with transaction.atomic():
        record(list(facts), now=now)
    append_pending(now=now)
    return tell(now)


def tell(now: datetime = NOW) -> int:
    count = 0
    for change in Change.objects.fresh():
        appear(change, now=now)
        count += fill_changed(change, now=now)
        change.mark_distributed(now=now)
    return count


def ready(now: datetime = NOW) -> None:
    """The ready-made segments are filled for the first time, with nobody."""
    fill_everybody(now=now)


def segment(key: str, when: dict[str, Any], *, now: datetime = NOW, **more: Any) -> None:
    keep_segment({"key": key, "name": {"en": key}, "when": when, **more}, by=None, now=now)


def members(key: str) -> list[str]:
    """Customer numbers, of a segment of contacts their last names."""
    found = Membership.objects.open().filter(segment__key=key).select_related("customer", "contact")
    return sorted(each.contact.last_name if each.contact else each.customer.number for each in found)


def segments_of(number: str) -> list[str]:
    found = Membership.objects.open().filter(customer__number=number, contact=None)
    return sorted(found.values_list("segment__key", flat=True))


def told(type_: str | None = None) -> list[str]:
    """What facts say: "entered regulars Adler", in order."""
    found = PendingFact.objects.filter(type__startswith=type_ or "segment_").order_by("pk")
    return [f"{each.type.removeprefix('segment_')} {_segment(each)} {each.customer}" for each in found]


def customer(number: str) -> Customer:
    return Customer.objects.get(number=number)


def _segment(fact: PendingFact) -> str:
    said: Any = fact.props
    return str(said).partition('"segment":"')[2].partition('"')[0]
