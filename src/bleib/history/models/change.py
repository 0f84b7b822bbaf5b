"""The feed: which customers a commit to the lake touched, and from which day."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.history.models.imports import Import
from bleib.kernel.personal import NotPersonal


class ChangeKind(models.TextChoices):
    IMPORT = "import"
    PENDING = "pending"
    UNDO = "undo"
    ERASURE = "erasure"
    MERGE = "merge"


class ChangeQuerySet(models.QuerySet["Change"]):
    def fresh(self) -> ChangeQuerySet:
        """Not told to everybody yet, in the order in which they came."""
        return self.filter(distributed_at=None).order_by("recorded_at")


class Change(models.Model):
    """One commit, written in the transaction that finishes it. `touched` is emptied when everybody was told."""

    kind = models.CharField(max_length=10, choices=ChangeKind)
    imported = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="changes")
    recorded_at = models.DateTimeField(unique=True)  # of the facts it added; instants rise from change to change
    from_day = models.DateField(null=True)  # first local day on which something changed; null: not known or none
    lake_version = models.IntegerField(null=True)  # null: a merge changes no fact
    touched = models.BinaryField(null=True)  # see touched.py
    distributed_at = models.DateTimeField(null=True)

    objects = ChangeQuerySet.as_manager()
    personal = NotPersonal(_("numbers of customers only, and only until everybody was told"))

    class Meta:
        ordering = ("recorded_at",)
        indexes = (
            models.Index(fields=["recorded_at"], condition=models.Q(distributed_at=None), name="history_change_fresh"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=ChangeKind.values), name="history_change_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.recorded_at:%Y-%m-%d %H:%M:%S}"

    @property
    def is_news(self) -> bool:
        """Whether anything is counted otherwise since: not if Bleib only noted what it concluded from other facts."""
        return self.kind != ChangeKind.PENDING or self.from_day is not None

    def mark_distributed(self, *, now: datetime) -> None:
        """The jobs that tell everybody are written. `forget_touched` empties the list when they are done."""
        self.distributed_at = now
        self.save(update_fields=["distributed_at"])
