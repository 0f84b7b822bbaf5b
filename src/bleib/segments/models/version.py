"""Which segments were in force when."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class SegmentsVersion(models.Model):
    """All segments as they were at one time, so that an old membership can still be explained. Append-only."""

    digest = models.CharField(_("digest"), max_length=64, primary_key=True)
    definition = models.JSONField(_("segments"))
    since = models.DateTimeField(_("first used"))

    personal = NotPersonal(_("who belongs to which segment"), explained={"definition": "conditions over fields"})

    class Meta:
        verbose_name = _("version of the segments")
        verbose_name_plural = _("versions of the segments")

    def __str__(self) -> str:
        return self.digest[:8]

    @classmethod
    def keep(cls, digest: str, definition: object, *, now: datetime) -> None:
        """Note that these segments count from now on. Twice is once."""
        cls.objects.get_or_create(digest=digest, defaults={"definition": definition, "since": now})
