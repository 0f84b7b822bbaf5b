"""A forecast of everybody: the models were fitted anew, and said how good they are."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class RunQuerySet(models.QuerySet["Run"]):
    def complete(self) -> RunQuerySet:
        """Those whose rows are all written; a run that was killed stays incomplete, and goes with the next one."""
        return self.exclude(completed_at=None)

    def newest(self) -> Run | None:
        """Where it forecast nothing, it says why: `shortfall`."""
        return self.complete().order_by("-made_at", "-pk").first()


class Run(models.Model):
    """Kept for good, with its model card: who asks next year how good the model was is told.

    `card` is forecast's model card as JSON; `expected` the sums over all customers (orders, revenue, revenue_low,
    revenue_high, pareto). Money is in the installation's currency.
    """

    made_at = models.DateTimeField(_("made"))
    completed_at = models.DateTimeField(_("all rows written"), null=True, blank=True)
    as_of = models.DateField(_("as of"))
    horizon = models.PositiveSmallIntegerField(_("days ahead"))
    kind = models.CharField(_("kind of model"), max_length=40, blank=True)
    customers = models.PositiveIntegerField(_("customers"), default=0)
    card = models.JSONField(_("model card"), default=dict)
    expected = models.JSONField(_("expected of all"), default=dict)
    shortfall = models.CharField(_("why nothing was forecast"), max_length=200, blank=True)
    made_by = models.CharField(_("made by version"), max_length=64)

    objects = RunQuerySet.as_manager()

    personal = NotPersonal(
        _("what models say of all customers together"),
        explained={"card": "span, size and quality of the models", "expected": "sums", "shortfall": "what lacks"},
    )

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        indexes: ClassVar = [models.Index(fields=["-made_at"], name="outlook_run_newest")]

    def __str__(self) -> str:
        return f"{self.as_of} +{self.horizon}"

    def complete(self, *, now: datetime) -> None:
        """All its rows are written: it counts from now on. Runs that were killed before that go."""
        self.completed_at = now
        self.save(update_fields=["completed_at"])
        Run.objects.filter(completed_at=None, made_at__lte=self.made_at).delete()
