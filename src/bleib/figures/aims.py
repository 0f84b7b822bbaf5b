"""What a target can be set for: figures of metrics that are one number, and which way is up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Aim:
    """A figure by its `name`: a `column` of a `metric`'s only row, printed as `kind` (report.words).

    `at_most`: the less the better. `proposal` is what the field takes for a good first target.
    """

    name: str
    label: Promise
    metric: str
    column: str
    kind: str = "percent"
    at_most: bool = False
    proposal: Decimal | None = None

    @property
    def is_rate(self) -> bool:
        return self.kind == "percent"


AIMS: Mapping[str, Aim] = {
    each.name: each
    for each in (
        Aim("retention", _("Customer retention rate"), "retention", "crr", proposal=Decimal(85)),
        Aim("retention_regulars", _("Retention rate of regulars"), "retention_regulars", "crr", proposal=Decimal(85)),
        Aim("contract_retention", _("Retention rate by contracts"), "contract_retention", "crr", proposal=Decimal(85)),
        Aim("repeat_share", _("Share of regulars"), "repeat_share", "repeat_share"),
        Aim("regular_revenue_share", _("Regulars' share of revenue"), "regular_revenue_share", "share"),
        Aim("revenue_retention.nrr", _("NRR of orders"), "revenue_retention", "nrr"),
        Aim("revenue_retention.grr", _("GRR of orders"), "revenue_retention", "grr"),
        Aim("revenue_retention.lost", _("Churned revenue"), "revenue_retention", "lost", "money", at_most=True),
        Aim("mrr_bridge.nrr", _("NRR of contracts"), "mrr_bridge", "nrr"),
        Aim("mrr_bridge.grr", _("GRR of contracts"), "mrr_bridge", "grr"),
        Aim("mrr_bridge.lost", _("Recurring revenue lost"), "mrr_bridge", "lost", "money", at_most=True),
        Aim("mrr", _("Monthly recurring revenue"), "mrr", "mrr", "money"),
        Aim("overdue", _("Value of overdue customers"), "overdue", "revenue_year", "money", at_most=True),
    )
}
