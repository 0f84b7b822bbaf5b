"""Making a report, and queueing its letters."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from bleib.audit.api import record
from bleib.history.models import Import
from bleib.kernel.windows import Unit, floor
from bleib.monthly.asking import figures_of
from bleib.monthly.models import Delivery, MonthlyReport, Recipient
from bleib.monthly.schedule import schedule

if TYPE_CHECKING:
    from bleib.accounts.models import User


def make(month: date, *, by: User | None, now: datetime) -> MonthlyReport:
    """A report on the month of this day, for download; the worker is asked to measure it. Twice is once."""
    with transaction.atomic():
        report, fresh = MonthlyReport.objects.get_or_create(
            month=floor(month, Unit.MONTH), defaults={"made_at": now, "made_by": by}
        )
        if fresh:
            record(actor=by, verb="monthly.made", subject=report, job="monthly-report", now=now)
    figures_of(report, now=now)
    return report


def dispatch(report: MonthlyReport, *, by: User | None, now: datetime) -> int:
    """Queue a letter to everybody on the list who has none of this report yet. Returns how many."""
    with transaction.atomic():
        known = Delivery.objects.filter(report=report).values("recipient")
        waiting = Recipient.objects.reached().exclude(pk__in=known)
        letters = [Delivery(report=report, recipient=each, queued_at=now, due_at=now) for each in waiting]
        Delivery.objects.bulk_create(letters, ignore_conflicts=True)
        if letters:
            record(actor=by, verb="monthly.sent", subject=report, job="monthly-report", number=len(letters), now=now)
    return len(letters)


def resend(delivery: Delivery, *, by: User | None, now: datetime) -> bool:
    """Send a letter once more that was refused, or of which nobody knows. False while it waits or is on its way."""
    with transaction.atomic():
        moved = delivery.again(now=now)
        if moved:
            record(actor=by, verb="monthly.again", subject=delivery, now=now)
    return moved


def is_due(now: datetime) -> bool:
    """Whether the report on the month before should be there, and is not; without any history there is none."""
    month = schedule().due(now)
    if month is None or MonthlyReport.objects.filter(month=month, deliveries__isnull=False).exists():
        return False
    return Recipient.objects.reached().exists() and Import.objects.done().exists()


def make_due(*, now: datetime) -> int:
    """The worker's task: make the report that is due and queue its letters. Returns how many."""
    if not is_due(now):
        return 0
    month = schedule().due(now)
    assert month is not None
    return dispatch(make(month, by=None, now=now), by=None, now=now)
