"""Which rules were in force when."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.history.models import Setting
from bleib.kernel.personal import NotPersonal

EVERYBODY = "lights of everybody judged by"


class RulesVersion(models.Model):
    """All active rules as they were at one time, so that an old light can still be explained. Append-only."""

    digest = models.CharField(_("digest"), max_length=64, primary_key=True)
    definition = models.JSONField(_("rules"))
    since = models.DateTimeField(_("first used"))

    personal = NotPersonal(_("how customers are judged"), explained={"definition": "conditions over fields"})

    class Meta:
        verbose_name = _("version of the rules")
        verbose_name_plural = _("versions of the rules")

    def __str__(self) -> str:
        return self.digest[:8]

    @classmethod
    def keep(cls, digest: str, definition: object, *, now: datetime) -> None:
        """Note that these rules judge from now on. Twice is once."""
        cls.objects.get_or_create(digest=digest, defaults={"definition": definition, "since": now})

    def judged_everybody(self) -> None:
        """Note that every light is by these rules now, also one that came out the same as by those before."""
        Setting.write(EVERYBODY, self.digest)

    @classmethod
    def of(cls, made_by: str) -> RulesVersion | None:
        """By which rules a light is what it is: those of everybody, or before all are judged those that made it."""
        return cls.objects.filter(pk=Setting.read(EVERYBODY, made_by)).first()
