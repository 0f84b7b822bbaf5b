"""Prospect, customer, former: each from an instant until an instant."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class StandingKind(models.TextChoices):
    """A prospect has not bought yet and is never counted in retention."""

    PROSPECT = "prospect", _("Prospect")
    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former customer")


# What Bleib wrote down by itself; what people wrote stands as it is.
REASONS = {
    "purchase": _("first purchase"),
    "returned": _("bought again"),
    "fact": _("something happened there"),
    "undone": _("the import with the purchases was undone"),
}


class Standing(models.Model):
    """What a customer was in a period `[since, until)`; without `until` it is so now."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, db_index=False, related_name="standings", verbose_name=_("customer")
    )
    kind = models.CharField(_("standing"), max_length=10, choices=StandingKind)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    because = models.CharField(_("because"), max_length=200, blank=True)

    personal = NotPersonal("when a company began and ceased to buy")

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes: ClassVar = [
            models.Index(fields=["kind", "customer"], name="standing_open_by_kind", condition=Q(until=None))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "since"], name="standing_begins_once"),
            models.UniqueConstraint(fields=["customer"], condition=Q(until=None), name="standing_one_is_open"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="standing_has_a_length"),
        ]

    def __str__(self) -> str:
        return f"{self.customer} {self.get_kind_display()}"

    @property
    def reason(self) -> str:
        """Why, in words of the page."""
        return str(REASONS.get(self.because, self.because))
