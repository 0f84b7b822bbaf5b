"""What a figure should reach."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Erase, Mentioned, Personal


class Target(models.Model):
    """The newest value of a metric for a slice; who set what before is in the audit log. Rates are in percent."""

    metric = models.CharField(_("metric"), max_length=60)
    slice_by = models.CharField(_("sliced by"), max_length=40, blank=True)
    slice_value = models.CharField(_("slice"), max_length=200, blank=True)
    value = models.DecimalField(_("target"), max_digits=18, decimal_places=4)
    set_at = models.DateTimeField(_("set"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )

    personal = Personal(
        purpose=_("Who set which target"),
        basis=Basis.INTEREST,
        about={"user": "set_by_id", EVERYBODY: Mentioned(("slice_value",))},
        fields=("set_by",),
        erase={"user": Erase.BLANK, "contact": Erase.DELETE, "customer": Erase.DELETE},
        explained={
            "metric": "the name of a metric",
            "slice_by": "what customers are sliced by",
            "slice_value": "a country, a group, a way, a tag",
        },
    )

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["metric", "slice_by", "slice_value"], name="target_once_per_slice")
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.slice_by} {self.slice_value}".strip()
