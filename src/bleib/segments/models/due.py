"""When a customer has to be looked at again although nothing happens: the index of due days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Personal


class Due(models.Model):
    """One row per customer that was ever looked at. `due_on`: the first day on which it, or one of its contacts, may
    enter or leave a segment by itself; null: none."""

    customer = models.OneToOneField(
        "customers.Customer",
        models.CASCADE,
        primary_key=True,
        related_name="segments_due_by_day",
        verbose_name=_("customer"),
    )
    due_on = models.DateField(_("looked at again on"), null=True, blank=True)

    derived_from_customer = True  # goes with the customer, and keeps nobody
    personal = Personal(
        purpose=_("When a customer may enter or leave a segment because a day has come"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id"},
        fields=("due_on",),
    )

    class Meta:
        verbose_name = _("due day of segments")
        verbose_name_plural = _("due days of segments")
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="segments_due_by_day", condition=Q(due_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.due_on}"
