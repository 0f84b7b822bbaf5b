"""How many would have belonged to a segment before it was filled for the first time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class PastCount(models.Model):
    """How many met the condition when the day `last` ended, by what was known then."""

    segment = models.ForeignKey(
        "segments.Segment", models.CASCADE, db_index=False, related_name="past_counts", verbose_name=_("segment")
    )
    last = models.DateField(_("last day"))
    members = models.PositiveIntegerField(_("members"))
    personal = NotPersonal(_("how many there were"))

    class Meta:
        verbose_name = _("earlier number of members")
        verbose_name_plural = _("earlier numbers of members")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["segment", "last"], name="past_count_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.last}"
