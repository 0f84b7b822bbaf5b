"""How good the forecast would have been, had it been made at earlier days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class RecordQuerySet(models.QuerySet["Record"]):
    def newest(self) -> Record | None:
        """Where nothing could be tested, it says why: `shortfall`."""
        return self.order_by("-made_at", "-pk").first()


class Record(models.Model):
    """A backtest as JSON (forecast.backtest), kept for good; `proposal` holds the thresholds that follow from it."""

    made_at = models.DateTimeField(_("made"))
    as_of = models.DateField(_("as of"))
    horizon = models.PositiveSmallIntegerField(_("days ahead"))
    backtest = models.JSONField(_("backtest"), default=dict)
    proposal = models.JSONField(_("proposed thresholds"), default=dict)
    shortfall = models.CharField(_("why nothing was tested"), max_length=200, blank=True)
    made_by = models.CharField(_("made by version"), max_length=64)

    objects = RecordQuerySet.as_manager()

    personal = NotPersonal(
        _("how many customers were forecast rightly"),
        explained={"backtest": "counts and rates", "proposal": "two thresholds", "shortfall": "what lacks"},
    )

    class Meta:
        verbose_name = _("record of the forecast")
        verbose_name_plural = _("records of the forecast")
        indexes: ClassVar = [models.Index(fields=["-made_at"], name="outlook_record_newest")]

    def __str__(self) -> str:
        return f"{self.as_of} -{self.horizon}"
