"""One letter: a report to a recipient."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Personal
from bleib.monthly.models.recipient import READERS, Recipient
from bleib.monthly.models.report import MonthlyReport
from bleib.worker.tasks import backoff

MOST_ATTEMPTS = 10  # with an hour between the last ones, most of a working day
LONGEST_WAIT = timedelta(hours=1)


class State(models.TextChoices):
    """What became of a letter."""

    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    UNKNOWN = "unknown", _("Unknown")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Reads, and the one change of many rows."""

    def due(self, *, now: datetime) -> Self:
        """To be tried now; not to those who have left the list or the company meanwhile, or see no customers now."""
        reader = Q(recipient__user__is_active=True, recipient__user__role__in=READERS)
        there = Q(recipient__left_at=None) & (Q(recipient__user=None) | reader)
        return self.filter(there, state=State.QUEUED, due_at__lte=now).select_related("report", "recipient__user")

    def doubt(self, *, now: datetime) -> int:
        """Letters that somebody was sending who is no more: nobody knows whether the mail server took them."""
        return self.filter(state=State.SENDING).update(state=State.UNKNOWN, ended_at=now)


class Delivery(models.Model):
    """Written before it is sent; every change is guarded by the state it comes from.

    `reason` is the mail server's code, not its words: they quote the address.
    """

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="deliveries", verbose_name=_("report"))
    recipient = models.ForeignKey(Recipient, models.CASCADE, related_name="deliveries", verbose_name=_("recipient"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField(_("queued"))
    due_at = models.DateTimeField(_("due"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)

    objects = DeliveryQuerySet.as_manager()
    personal = Personal(
        purpose=_("Who got which monthly report"),
        basis=Basis.INTEREST,
        about={"user": "recipient__user_id"},
        fields=("recipient",),
        explained={"reason": "a mail server's code, or the kind of an error"},
    )

    class Meta:
        verbose_name = _("delivery of a monthly report")
        verbose_name_plural = _("deliveries of monthly reports")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "recipient"], name="monthly_report_once_per_recipient"),
        ]
        indexes: ClassVar = [models.Index(fields=["due_at"], condition=Q(state="queued"), name="monthly_due")]

    def __str__(self) -> str:
        return f"{self.report} {self.pk}"

    def claim(self, *, now: datetime) -> bool:
        """From now on it may have been sent. False: it is not in the queue any more."""
        values = {"state": State.SENDING, "attempts": F("attempts") + 1, "ended_at": None, "reason": ""}
        return self._move(State.QUEUED, due_at=now, **values)

    def succeed(self, *, now: datetime) -> bool:
        return self._move(State.SENDING, state=State.SENT, ended_at=now)

    def doubt(self, reason: str, *, now: datetime) -> bool:
        """The connection broke while it was on its way."""
        return self._move(State.SENDING, state=State.UNKNOWN, ended_at=now, reason=reason)

    def refuse(self, reason: str, *, for_good: bool, now: datetime) -> bool:
        """The mail server did not take it: tried again later, or never."""
        if for_good or self.attempts >= MOST_ATTEMPTS:
            return self._move(State.SENDING, state=State.FAILED, ended_at=now, reason=reason)
        later = backoff(self.attempts + 4, now, longest=LONGEST_WAIT)
        return self._move(State.SENDING, state=State.QUEUED, due_at=later, reason=reason)

    def again(self, *, now: datetime) -> bool:
        """A colleague wants it sent (once more). False while it waits or is on its way."""
        return self._move(State.SENT, State.FAILED, State.UNKNOWN, state=State.QUEUED, due_at=now, attempts=0)

    def _move(self, *states: State, **values: object) -> bool:
        moved = Delivery.objects.filter(pk=self.pk, state__in=states).update(**values)
        if moved:
            self.refresh_from_db(fields=["state", "attempts", "due_at", "ended_at", "reason"])
        return bool(moved)
