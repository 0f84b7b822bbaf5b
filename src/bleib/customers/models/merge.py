"""Two records of one customer become one, and can be told apart again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class Merge(models.Model):
    """`absorbed` counts as `kept` since `merged_at`, until `undone_at`. `moved`: table -> rows that moved over."""

    kept = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("kept"))
    absorbed = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="merges", verbose_name=_("absorbed")
    )
    merged_at = models.DateTimeField(_("merged"))
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("merged by")
    )
    despite = models.JSONField(_("despite"), default=list)
    moved = models.JSONField(_("moved"), default=dict)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    personal = NotPersonal(
        _("which two rows are one customer"),
        explained={"despite": "names of obstacles", "moved": "primary keys of rows"},
    )

    class Meta:
        verbose_name = _("merge of customers")
        verbose_name_plural = _("merges of customers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["absorbed"], condition=Q(undone_at=None), name="merge_one_in_force"),
            models.CheckConstraint(condition=~Q(kept=models.F("absorbed")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} -> {self.kept}"
