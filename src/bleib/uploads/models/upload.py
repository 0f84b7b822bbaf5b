"""Files that a colleague handed over, and how far they are on their way into the installation."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Mentioned, Personal, Retention, SingleWord

FOLDER = "uploads"


class Topic(models.TextChoices):
    """What the files are about: which room reads them."""

    HISTORY = "history", _("Orders, contracts, usage and what else happened")
    CUSTOMERS = "customers", _("Customers, contacts, products")


class State(models.TextChoices):
    """How far an upload is."""

    OPEN = "open", _("waits for you")
    TRYING = "trying", _("being tried out")
    IMPORTING = "importing", _("being imported")
    DONE = "done", _("imported")


BUSY = (State.TRYING, State.IMPORTING)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Scopes."""

    def unfinished(self) -> UploadQuerySet:
        return self.exclude(state=State.DONE)

    def importing(self) -> UploadQuerySet:
        return self.filter(state=State.IMPORTING)

    def over(self, *, before: datetime) -> UploadQuerySet:
        """What is imported, or was left lying since before this instant."""
        return self.filter(models.Q(state=State.DONE) | models.Q(state=State.OPEN, created_at__lt=before))


class Upload(models.Model):
    """`wishes` say how the files are read (see `wishes.py`); `number` is that of the import once it is done."""

    key = models.UUIDField(unique=True, default=uuid.uuid4)  # what nobody guesses; it names address and folder
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    topic = models.CharField(_("about"), max_length=10, choices=Topic)
    names = models.JSONField(_("files"), default=list)
    size = models.BigIntegerField(_("bytes"), default=0)
    wishes = models.JSONField(_("how they are read"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(_("handed over"))
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    number = models.BigIntegerField(_("number of the import"), null=True, blank=True)

    objects = UploadQuerySet.as_manager()
    personal = Personal(
        purpose=_("Files on their way in: their names may say whom they are about"),
        basis=Basis.INTEREST,
        about={EVERYBODY: (Mentioned(), SingleWord("names"))},
        fields=("names",),
        explained={"wishes": "headings of columns", "key": "a random number"},
        retention=Retention(days=30, after="created_at"),
    )

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="upload_state"),
        ]

    def __str__(self) -> str:
        shown = ", ".join(self.names[:3])
        return f"{shown} (+{len(self.names) - 3})" if len(self.names) > 3 else shown

    @property
    def folder(self) -> Path:
        """Where the files lie, and what was found out about them."""
        return Path(settings.HOME) / FOLDER / str(self.key)

    @property
    def files(self) -> Sequence[Path]:
        """The files in the order in which they were handed over; an erasure may have taken some."""
        places = [self.folder / "files" / name for name in self.names]
        return [place for place in places if place.is_file()]

    @property
    def is_whole(self) -> bool:
        return len(self.files) == len(self.names)

    @property
    def job_key(self) -> str:
        return f"upload {self.pk}"

    def wish(self, wishes: Mapping[str, Any]) -> bool:
        """How the files shall be read. False where a job is at them, which reads them as they were wished for."""
        moved = Upload.objects.filter(pk=self.pk, state=State.OPEN).update(wishes=dict(wishes))
        self.refresh_from_db()
        return bool(moved)

    def move(self, before: State, after: State, **values: Any) -> bool:
        """One of two who ask at once gets it."""
        moved = Upload.objects.filter(pk=self.pk, state=before).update(state=after, **values)
        self.refresh_from_db()
        return bool(moved)
