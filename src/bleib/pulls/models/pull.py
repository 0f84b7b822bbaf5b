"""Something that is fetched again and again: from where, how it is read, when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Personal
from bleib.uploads.models import Topic
from bleib.worker.tasks import clock


class Kind(models.TextChoices):
    """Where it is fetched."""

    FOLDER = "folder", _("a watched folder")
    SQL = "sql", _("a database")


class PullQuerySet(models.QuerySet["Pull"]):
    """Scopes."""

    def due(self, *, now: datetime) -> Self:
        return self.filter(on_since__isnull=False, next_at__lte=now)


class Pull(models.Model):
    """`place` is a FolderPlace or SqlPlace (places.py), `wishes` say how it is read (uploads/wishes.py).

    It runs in the name of `by`, every so many minutes or daily `at` a local time. `watermark` is the highest value of
    the query's column that was imported.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("from"), max_length=10, choices=Kind)
    topic = models.CharField(_("about"), max_length=10, choices=Topic)
    place = models.JSONField(_("where from"), default=dict)
    password = models.TextField(_("password"), blank=True)  # locked
    wishes = models.JSONField(_("how it is read"), default=dict)
    every = models.PositiveIntegerField(_("every so many minutes"), default=60)
    at = models.CharField(_("daily at"), max_length=5, blank=True)
    watermark = models.CharField(_("fetched up to"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("added"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    on_since = models.DateTimeField(_("switched on"), null=True, blank=True)
    next_at = models.DateTimeField(_("next time"), null=True, blank=True)
    looked_at = models.DateTimeField(_("looked last"), null=True, blank=True)

    objects = PullQuerySet.as_manager()
    personal = Personal(
        purpose=_("Who has which system read"),
        basis=Basis.INTEREST,
        about={"user": "by_id"},
        fields=("by",),
        erase=Erase.BLANK,
        explained={
            "name": "name of a system",
            "place": "a folder, or a server and a query",
            "password": "of a technical user, encrypted",
            "wishes": "headings of columns",
            "watermark": "an instant or a number",
        },
    )

    class Meta:
        verbose_name = _("pull")
        verbose_name_plural = _("pulls")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(on_since=None, next_at=None) | Q(on_since__isnull=False, next_at__isnull=False),
                name="pull_scheduled_while_on",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def job_key(self) -> str:
        return f"pull {self.pk}"

    def following(self, now: datetime) -> datetime:
        """When it runs next."""
        return clock(self.at, now) if self.at else now + timedelta(minutes=self.every)

    def postpone(self, *, now: datetime) -> bool:
        """It is begun now, and due again later. False where another worker began it."""
        due = Pull.objects.filter(pk=self.pk, next_at=self.next_at)
        return bool(due.update(next_at=self.following(now)))
