"""One company's customers, told fact by fact: whoever reads a test reads their story."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from bleib.customers.api import appear
from bleib.history.api import Change, NewFact, append_pending, record
from bleib.lights.api import Light, judge_changed
from bleib.lights.models import LightReason

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = timezone.localtime(NOW).date()


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def ago(days: int, now: datetime = NOW) -> date:
    return timezone.localtime(now).date() - timedelta(days=days)


def order(customer: str, day: date, amount: int = 100, *, product: str | None = None) -> NewFact:
    ref = f"{customer} {day}"
    return NewFact("order", customer, at(day), key=ref, ref=ref, amount=Decimal(amount), quantity=1, product=product)


def case(customer: str, day: date, *, severity: str = "normal", closed: date | None = None) -> list[NewFact]:
    ref = f"C{customer} {day}"
    opened = NewFact("case_opened", customer, at(day, 8), key=ref, ref=ref, props={"severity": severity})
    end = [NewFact("case_closed", customer, at(closed, 8), key=ref, ref=ref)] if closed else []
    return [opened, *end]


def answer(customer: str, day: date, score: int) -> NewFact:
    return NewFact("answer", customer, at(day), key=f"{customer} {day}", props={"kind": "nps", "score": score})


def happened(*facts: NewFact, now: datetime = NOW, **told: Any) -> int:
    """Facts come in, and everybody is told; returns how many lights changed."""
    with transaction.atomic():
        record(list(facts), now=now)
    append_pending(now=now)
    return tell(now, **told)


def tell(now: datetime = NOW, **told: Any) -> int:
    count = 0
    for change in Change.objects.fresh():
        appear(change, now=now)
        count += judge_changed(change, now=now, **told)
        change.mark_distributed(now=now)
    return count


def light(number: str) -> Light:
    return Light.objects.with_reasons().get(customer__number=number)


def reasons(number: str) -> list[str]:
    return [each.rule for each in light(number).reasons]


def seen(number: str, rule: str) -> dict[str, Any]:
    return LightReason.objects.get(customer__number=number, rule=rule).evidence
