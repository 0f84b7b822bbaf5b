"""Why a customer has its light."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Personal
from bleib.lights.colour import Colour


class LightReason(models.Model):
    """A rule that holds for a customer. `since`: the day on which it began to, as far as facts tell.

    `evidence` is what the rule saw on the light's day: values by the names of the rule's fields (dates as YYYY-MM-DD).
    """

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, db_index=False, related_name="light_reasons", verbose_name=_("customer")
    )
    rule = models.CharField(_("rule"), max_length=40)
    place = models.PositiveSmallIntegerField(_("place among the rules"), default=0)
    colour = models.CharField(_("light"), max_length=6, choices=Colour)
    since = models.DateField(_("since"), null=True, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict)

    derived_from_customer = True  # goes with the customer, and keeps nobody
    personal = Personal(
        purpose=_("Why a customer needs attention"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id"},
        fields=("rule", "colour", "since", "evidence"),
    )

    class Meta:
        verbose_name = _("reason of a light")
        verbose_name_plural = _("reasons of lights")
        indexes: ClassVar = [models.Index(fields=["rule", "customer"], name="light_reason_by_rule")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "rule"], name="light_reason_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.rule}"
