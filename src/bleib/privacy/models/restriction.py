"""Rows that only a law keeps: nobody sees them, and they go when their time is over (Art. 18 GDPR)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class Restriction(models.Model):
    """A row of another table, by label and primary key. Goes with the row."""

    model = models.CharField(_("table"), max_length=100)
    row = models.BigIntegerField(_("number"))
    erasure = models.ForeignKey("privacy.Erasure", models.PROTECT, related_name="restrictions")
    law = models.CharField(_("law"), max_length=80)
    until = models.DateField(_("until"), null=True)  # null: the time has not begun

    personal = NotPersonal(_("which rows a law keeps; the rows declare themselves"))

    class Meta:
        verbose_name = _("restricted row")
        verbose_name_plural = _("restricted rows")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["model", "row"], name="restriction_once")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row}"
