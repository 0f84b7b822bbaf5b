"""What the newest forecast says of a customer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Personal

_MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 4, "null": True, "blank": True}


class Outlook(models.Model):
    """One row per customer that can be judged. Chances are 0 to 1, over the run's horizon; money net of refunds.

    `leave` is for who has a contract the chance that none runs at the end of the horizon, and `no_order` that of no
    order until then; for all others `leave` is that one. `drivers`: what weighs most in `leave`, a list of feature,
    effect (log-odds; above 0: to leave) and what the feature was. `as_of`: the last day that counted.
    `leave_before` is what the same models said of the state 30 days earlier. `value` is the lifetime value to come.
    `at_risk` is `leave` times the revenue of a year: of the last 365 days, or what running contracts bring if more.
    """

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, primary_key=True, related_name="outlook", verbose_name=_("customer")
    )
    run = models.ForeignKey("outlook.Run", models.PROTECT, related_name="rows", verbose_name=_("forecast"))
    as_of = models.DateField(_("as of"))
    contractual = models.BooleanField(_("has a contract"), default=False)
    leave = models.FloatField(_("chance of leaving"))
    leave_low = models.FloatField(_("chance of leaving, at least"), null=True, blank=True)
    leave_high = models.FloatField(_("chance of leaving, at most"), null=True, blank=True)
    leave_before = models.FloatField(_("chance of leaving, 30 days earlier"), null=True, blank=True)
    no_order = models.FloatField(_("chance of no order"), null=True, blank=True)
    drivers = models.JSONField(_("what weighs most"), default=list, blank=True)
    orders = models.FloatField(_("expected orders"), null=True, blank=True)
    revenue = models.DecimalField(_("expected revenue"), **_MONEY)
    value = models.DecimalField(_("value to come"), **_MONEY)
    value_low = models.DecimalField(_("value to come, at least"), **_MONEY)
    value_high = models.DecimalField(_("value to come, at most"), **_MONEY)
    at_risk = models.DecimalField(_("revenue of a year at risk"), max_digits=18, decimal_places=4, default=0)

    derived_from_customer = True  # goes with the customer, and keeps nobody
    personal = Personal(
        purpose=_("Who is likely to leave, and what is expected of whom: calculated from the history"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id"},
        fields=(
            "contractual",
            "leave",
            "leave_low",
            "leave_high",
            "leave_before",
            "no_order",
            "drivers",
            "orders",
            "revenue",
            "value",
            "value_low",
            "value_high",
            "at_risk",
        ),
    )

    class Meta:
        verbose_name = _("outlook on a customer")
        verbose_name_plural = _("outlooks on customers")
        indexes: ClassVar = [
            models.Index(fields=["-at_risk", "customer"], name="outlook_by_at_risk"),
            models.Index(fields=["leave", "customer"], name="outlook_by_leave"),
        ]

    def __str__(self) -> str:
        return str(self.customer_id)
