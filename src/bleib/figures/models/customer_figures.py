"""What is known of a customer in numbers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.figures.light_key import LightKey
from bleib.kernel.personal import Basis, Personal


class CustomerFigures(models.Model):
    """One row per customer with facts, made from activity. Money is net of refunds, in the installation's currency.

    `light` is a copy of the customer's light as a rank (`light_key.RANKS`), so that a list is walked by it.
    """

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, primary_key=True, related_name="figures", verbose_name=_("customer")
    )
    first_on = models.DateField(_("first order"), null=True, blank=True)
    last_on = models.DateField(_("last order"), null=True, blank=True)
    orders = models.PositiveIntegerField(_("orders"), default=0)
    revenue = models.DecimalField(_("revenue"), max_digits=18, decimal_places=4, null=True, blank=True)
    revenue_year = models.DecimalField(
        _("revenue of the year up to the last order"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    usual_gap = models.FloatField(_("usual days between orders"), null=True, blank=True)
    overdue_on = models.DateField(_("overdue from"), null=True, blank=True)
    mrr = models.DecimalField(_("recurring revenue a month"), max_digits=18, decimal_places=4, null=True, blank=True)
    mrr_until = models.DateField(_("recurring revenue changes on"), null=True, blank=True)
    light = models.PositiveSmallIntegerField(_("light"), null=True, blank=True)

    derived_from_customer = True  # goes with the customer, and keeps nobody
    personal = Personal(
        purpose=_("Who buys how often and for how much: the sums of what the history says"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id"},
        fields=(
            "first_on",
            "last_on",
            "orders",
            "revenue",
            "revenue_year",
            "usual_gap",
            "overdue_on",
            "mrr",
            "mrr_until",
            "light",
        ),
    )

    class Meta:
        verbose_name = _("figures of a customer")
        verbose_name_plural = _("figures of customers")
        # A list walks one of these from where the page before ended, in both directions; null comes last (listing/).
        indexes: ClassVar = [
            models.Index(fields=["revenue_year", "customer"], name="figures_by_revenue_year"),
            models.Index(fields=["revenue", "customer"], name="figures_by_revenue"),
            models.Index(fields=["last_on", "customer"], name="figures_by_last_order"),
            models.Index(fields=["orders", "customer"], name="figures_by_orders"),
            models.Index(fields=["overdue_on", "customer"], name="figures_by_overdue"),
            models.Index(fields=["mrr", "customer"], name="figures_by_mrr", condition=Q(mrr__isnull=False)),
            models.Index(fields=["mrr_until"], name="figures_by_mrr_until", condition=Q(mrr_until__isnull=False)),
            models.Index(fields=["light", "revenue_year", "customer"], name="figures_light"),
            models.Index(LightKey("light", "revenue_year"), "customer", name="figures_by_light"),
        ]

    def __str__(self) -> str:
        return str(self.customer_id)
