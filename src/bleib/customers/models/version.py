"""What a contract is worth from a day on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class ContractVersion(models.Model):
    """All that can change in a contract's worth; counts from `valid_from` until the next version."""

    contract = models.ForeignKey(
        "customers.Contract", models.CASCADE, db_index=False, related_name="versions", verbose_name=_("contract")
    )
    valid_from = models.DateField(_("valid from"))
    amount_per_month = models.DecimalField(_("amount per month"), max_digits=18, decimal_places=4)
    quantity = models.DecimalField(_("seats or pieces"), max_digits=18, decimal_places=4, null=True, blank=True)
    product = models.ForeignKey(
        "customers.Product", models.PROTECT, null=True, blank=True, db_index=False, related_name="contract_versions",
        verbose_name=_("product"),
    )  # fmt: skip
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("recorded by"),
    )  # fmt: skip

    personal = NotPersonal("amounts of contracts; who recorded one is in the audit log, too")

    class Meta:
        verbose_name = _("version of a contract")
        verbose_name_plural = _("versions of contracts")
        ordering: ClassVar = ["valid_from"]
        indexes: ClassVar = [
            models.Index(fields=["product"], name="version_product", condition=Q(product__isnull=False)),
            models.Index(fields=["recorded_by"], name="version_recorded_by", condition=Q(recorded_by__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contract", "valid_from"], name="version_one_for_each_day"),
            models.CheckConstraint(condition=Q(amount_per_month__gte=0), name="version_is_worth_nothing_or_more"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_per_month} from {self.valid_from}"
