"""That there is a report on a month."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Personal


class MonthlyReport(models.Model):
    """`month` is its first day. What it says is measured (`figures_of`), and set on paper when somebody asks for it."""

    month = models.DateField(_("month"), unique=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )

    personal = Personal(
        purpose=_("Who had which monthly report made"),
        basis=Basis.INTEREST,
        about={"user": "made_by_id"},
        fields=("made_by",),
        erase=Erase.BLANK,
    )

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__day=1), name="monthly_report_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
