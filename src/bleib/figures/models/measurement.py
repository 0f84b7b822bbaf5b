"""One question and its answers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class Measurement(models.Model):
    """`question` says windows and slice; `answers` is a composed report as compressed JSON, without names."""

    key = models.CharField(_("key"), max_length=64, unique=True)
    question = models.JSONField(_("question"))
    asked_at = models.DateTimeField(_("asked"))
    used_at = models.DateTimeField(_("last looked at"))
    measured_at = models.DateTimeField(_("measured"), null=True, blank=True)
    made_from = models.CharField(_("made from"), max_length=200, blank=True)
    answers = models.BinaryField(_("answers"), null=True, blank=True)
    failure = models.TextField(_("why it failed"), blank=True)

    personal = NotPersonal(
        _("sums over customers; numbers of customers are joined with their names when shown"),
        explained={"question": "windows, and the slice: a country, a group, a way", "failure": "what went wrong"},
    )

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        indexes: ClassVar = [models.Index(fields=["used_at"], name="measurement_used")]

    def __str__(self) -> str:
        return self.key
