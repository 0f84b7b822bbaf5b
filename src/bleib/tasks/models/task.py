"""Something that somebody has to do for a customer."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.errors import BleibError
from bleib.kernel.personal import Basis, Erase, Mentioned, Personal, Retention

if TYPE_CHECKING:
    from bleib.accounts.models import User


class Outcome(models.TextChoices):
    """What came of a task."""

    DONE = "done", _("Done")
    NOT_REACHED = "not_reached", _("Nobody reached")
    NOT_NEEDED = "not_needed", _("Not needed any more")


class TaskQuerySet(models.QuerySet["Task"]):
    """Reads."""

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def of(self, owner: User) -> Self:
        return self.filter(owner=owner)

    def overdue(self, today: date) -> Self:
        """Open ones whose day is over."""
        return self.open().filter(due_on__lt=today)

    def todo(self) -> Self:
        """Open ones, the most urgent first; those without a day come last."""
        return self.open().select_related("customer", "owner").order_by(models.F("due_on").asc(nulls_last=True), "pk")


class Task(models.Model):
    """Open until it has an outcome. `origin` is the room that asked, `key` its own name for it."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("contact")
    )
    title = models.CharField(_("what to do"), max_length=200)
    text = models.TextField(_("details"), max_length=5_000, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    origin = models.CharField(_("origin"), max_length=40, default="person")
    key = models.CharField(_("key"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("asked"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    outcome_text = models.TextField(_("what came of it"), max_length=5_000, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )

    objects = TaskQuerySet.as_manager()

    moves_on_merge = True
    personal = Personal(
        purpose=_("Who has to do what for a customer"),
        basis=Basis.INTEREST,
        about={
            "customer": ("customer_id", Mentioned()),
            "contact": ("contact_id", Mentioned()),
            "user": "owner_id",
        },
        fields=("title", "text", "outcome_text"),
        erase={"customer": Erase.BLANK, "contact": Erase.BLANK, "user": Erase.LEAVE},
        explained={"origin": "name of a room", "key": "that room's own number"},
        retention=Retention(days=3 * 365, after="closed_at"),
    )

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes: ClassVar = [models.Index(fields=["due_on"], name="task_due", condition=Q(closed_at=None))]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["origin", "key"], condition=~Q(key=""), name="task_asked_once"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="task_closed_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def close(self, outcome: Outcome, *, now: datetime, by: User | None = None, text: str = "") -> None:
        """Say what came of it. Raises BleibError where somebody was quicker: then theirs stays."""
        told = {"outcome": outcome, "outcome_text": text, "closed_at": now, "closed_by": by}
        if not Task.objects.open().filter(pk=self.pk).update(**told):
            raise BleibError(f"The task “{self.title}” is closed already.")
        self.refresh_from_db()

    def reopen(self) -> None:
        """It has to be done after all."""
        self.outcome, self.outcome_text, self.closed_at, self.closed_by = "", "", None, None
        self.save(update_fields=["outcome", "outcome_text", "closed_at", "closed_by"])

    def hand_over(self, owner: User | None) -> None:
        """Somebody else does it, or nobody in particular."""
        self.owner = owner
        self.save(update_fields=["owner"])
