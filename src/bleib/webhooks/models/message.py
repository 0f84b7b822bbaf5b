"""One thing told to one endpoint."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Personal, Retention, Via
from bleib.webhooks.models.endpoint import Endpoint
from bleib.webhooks.waits import next_try

HOLD = timedelta(seconds=60)  # longer than any call takes
KEPT_DAYS = 30


class State(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("waits")
    DELIVERED = "delivered", _("delivered")
    DEAD = "dead", _("given up")


class MessageQuerySet(models.QuerySet["Message"]):
    """Scopes."""

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def dead(self) -> Self:
        return self.filter(state=State.DEAD)

    def due(self, *, now: datetime) -> Self:
        """To be sent now, those that waited longest first."""
        return self.waiting().filter(next_at__lte=now).order_by("next_at", "pk")

    def send_again(self, *, now: datetime) -> int:
        """Put them into the queue as if they were new, under the same ids. Returns how many."""
        return self.update(state=State.WAITING, next_at=now, attempts=0, ended_at=None)


class Message(models.Model):
    """Written once per fact and endpoint, before anything is sent; `key` and `body` are the same at every try.

    `next_at` is when it is tried; while it is on its way, until when nobody else tries it.
    """

    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="messages", verbose_name=_("webhook"))
    key = models.CharField(_("id"), max_length=40)
    fact_id = models.BinaryField(_("id of the fact"), max_length=16, null=True)
    type = models.CharField(_("type"), max_length=60)
    customer = models.TextField(_("customer"), null=True)
    contact = models.TextField(_("contact"), null=True)
    body = models.TextField(_("content"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("written"))
    next_at = models.DateTimeField(_("next try"))
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()
    personal = Personal(
        purpose=_("What other systems are told about a customer"),
        basis=Basis.INTEREST,
        about={"customer": Via("customer", "{number}"), "contact": Via("contact")},
        fields=("customer", "contact", "body"),
        explained={"key": "derived from the id of a fact", "type": "a word of fact_types.py"},
        retention=Retention(days=KEPT_DAYS, after="created_at"),
    )

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "fact_id"], name="webhook_once_per_fact"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="webhook_message_state"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "next_at", "id"], condition=Q(state="waiting"), name="webhook_due"),
            models.Index(fields=["endpoint", "state", "id"], name="webhook_listed"),
            models.Index(fields=["customer"], name="webhook_customer"),
            models.Index(fields=["created_at"], name="webhook_age"),
        ]

    def __str__(self) -> str:
        return self.key

    def hold(self, *, now: datetime) -> bool:
        """Keep others from sending it while we do; should we die, it is due again soon. False: another was quicker."""
        return self._move(next_at=now + HOLD)

    def delivered(self, *, now: datetime) -> None:
        """Whatever happened to the row meanwhile: the receiver has it."""
        Message.objects.filter(pk=self.pk).update(
            state=State.DELIVERED, attempts=self.attempts + 1, ended_at=now, next_at=now
        )

    def failed(self, *, until: datetime | None = None, now: datetime) -> None:
        """Tried again later, not before `until`; given up where it was tried often enough."""
        tries = self.attempts + 1
        again = next_try(tries, now)
        if again is None:
            self._move(state=State.DEAD, attempts=tries, ended_at=now, next_at=now)
        else:
            self._move(attempts=tries, next_at=max(again, until or again))

    def _move(self, **values: object) -> bool:
        """Change the row if it is still what we took it for."""
        ours = Message.objects.waiting().filter(pk=self.pk, next_at=self.next_at)
        if not ours.update(**values):
            return False
        for name, value in values.items():
            setattr(self, name, value)
        return True
