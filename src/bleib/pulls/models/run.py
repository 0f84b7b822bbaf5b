"""One time that something was fetched: what came, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Erase, Mentioned, Personal, Retention
from bleib.pulls.models.pull import Pull
from bleib.uploads.models import Upload


class RunQuerySet(models.QuerySet["Run"]):
    """Scopes."""

    def open(self) -> Self:
        """Those that somebody works on, or that a dead worker left."""
        return self.filter(ended_at=None)


class Run(models.Model):
    """`number` is that of the import; `counts` are the import's. `problem` says why there is none.

    `files` holds name, fingerprint and stamp of each file of a folder; `watermark` what a query came up to.
    """

    pull = models.ForeignKey(Pull, models.CASCADE, related_name="runs", verbose_name=_("pull"))
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+", verbose_name=_("files"))
    trial = models.BooleanField(_("only tried"), default=False)
    number = models.BigIntegerField(_("number of the import"), null=True, blank=True)
    again = models.BooleanField(_("known already"), default=False)
    counts = models.JSONField(_("counts"), null=True, blank=True)
    files = models.JSONField(_("names of the files"), default=list)
    watermark = models.CharField(_("fetched up to"), max_length=60, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    objects = RunQuerySet.as_manager()
    personal = Personal(
        purpose=_("What was fetched when: names of files and problems may say about whom"),
        basis=Basis.INTEREST,
        about={EVERYBODY: Mentioned()},
        fields=("files", "problem"),
        erase=Erase.BLANK,
        blank={"files": [], "problem": "–"},
        explained={"counts": "numbers of lines", "watermark": "an instant or a number"},
        retention=Retention(days=180, after="ended_at"),
    )

    class Meta:
        verbose_name = _("run of a pull")
        verbose_name_plural = _("runs of pulls")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pull_id} {self.began_at:%Y-%m-%d %H:%M:%S}"

    def end(self, *, now: datetime, **values: object) -> bool:
        """Once. False where it was ended before."""
        ended = Run.objects.open().filter(pk=self.pk).update(ended_at=now, **values)
        self.refresh_from_db()
        return bool(ended)
