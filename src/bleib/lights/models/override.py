"""Somebody knows better than the rules, for a while."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Mentioned, Personal, Retention
from bleib.lights.colour import Colour


class OverrideQuerySet(models.QuerySet["Override"]):
    """Reads."""

    def in_force(self, today: date) -> Self:
        return self.filter(lifted_at=None, until__gte=today)

    def run_out(self, today: date) -> Self:
        """Those whose last day is over, and nobody has noted it yet."""
        return self.filter(lifted_at=None, until__lt=today)


class Override(models.Model):
    """A light by hand, with reason and last day. Lifted before, or by itself afterwards (`lifted_by` nobody)."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="light_overrides", verbose_name=_("customer")
    )
    colour = models.CharField(_("light"), max_length=6, choices=Colour)
    reason = models.TextField(_("reason"), max_length=1_000, blank=True)
    until = models.DateField(_("last day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("set"))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    objects = OverrideQuerySet.as_manager()

    moves_on_merge = True
    personal = Personal(
        purpose=_("Why somebody judged a customer otherwise than the rules"),
        basis=Basis.INTEREST,
        about={
            "customer": ("customer_id", Mentioned()),
            "contact": Mentioned(),
            "user": ("by_id", "lifted_by_id", Mentioned()),
        },
        fields=("reason",),
        erase=Erase.BLANK,
        retention=Retention(days=3 * 365, after="lifted_at"),
    )

    class Meta:
        verbose_name = _("light by hand")
        verbose_name_plural = _("lights by hand")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer"], condition=Q(lifted_at=None), name="light_override_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.colour}"
