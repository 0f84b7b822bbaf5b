"""Who did not want to say something, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Personal, Retention

RESPECTED_FOR = timedelta(days=90)


class Declined(models.Model):
    """A question that a customer or a contact did not want to answer; they are left in peace with it for 90 days."""

    wanted = models.ForeignKey(
        "profiling.WantedField", models.CASCADE, related_name="declined", verbose_name=_("wanted field")
    )
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, blank=True, related_name="declined",
        verbose_name=_("customer"),
    )  # fmt: skip
    contact = models.ForeignKey(
        "customers.Contact", models.CASCADE, null=True, blank=True, related_name="declined", verbose_name=_("contact")
    )
    declined_at = models.DateTimeField(_("declined"))

    moves_on_merge = True
    derived_from_customer = True  # goes with the customer, and keeps nobody
    personal = Personal(
        purpose=_("What somebody did not want to say, so that they are not asked again soon"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id", "contact": "contact_id"},
        fields=("declined_at",),
        erase=Erase.DELETE,
        retention=Retention(days=RESPECTED_FOR.days, after="declined_at"),
    )

    class Meta:
        verbose_name = _("question that was declined")
        verbose_name_plural = _("questions that were declined")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wanted", "customer"], name="declined_once_by_a_customer"),
            models.UniqueConstraint(fields=["wanted", "contact"], name="declined_once_by_a_contact"),
            models.CheckConstraint(
                condition=Q(customer=None, contact__isnull=False) | Q(customer__isnull=False, contact=None),
                name="declined_by_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.wanted)
