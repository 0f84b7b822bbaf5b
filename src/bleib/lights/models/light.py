"""A customer's light as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Personal
from bleib.lights.colour import Colour, Trend

if TYPE_CHECKING:
    from bleib.lights.models.reason import LightReason


class LightQuerySet(models.QuerySet["Light"]):
    """Reads."""

    def changed(self, since: date) -> Self:
        """Those that have another colour since that local day, the newest first. A first judgement is no change."""
        return self.filter(changed_on__gte=since).exclude(before="").order_by("-changed_at", "customer_id")

    def with_reasons(self) -> Self:
        """Ready to be shown: customer, owner and reasons in three queries for all."""
        return self.select_related("customer", "customer__owner", "override").prefetch_related(
            "customer__light_reasons"
        )


class Light(models.Model):
    """One row per customer that ever bought or has a contract, and has not left.

    `colour` counts; `judged` is what the rules say, which an override may outvote. `since`: the first day of the
    colour, as far as facts tell. `changed_at`: when it was noticed; `before`: the colour until then, "" at first.
    `made_by` names the RulesVersion that changed it last, `due_on` the first day on which the same facts may give
    another light. `digest` is of everything that was judged, reasons included: who is judged the same is left alone.
    """

    customer = models.OneToOneField(
        "customers.Customer", models.CASCADE, primary_key=True, related_name="light", verbose_name=_("customer")
    )
    colour = models.CharField(_("light"), max_length=6, choices=Colour)
    judged = models.CharField(_("by the rules"), max_length=6, choices=Colour)
    before = models.CharField(_("before"), max_length=6, choices=Colour, blank=True)
    since = models.DateField(_("since"))
    changed_on = models.DateField(_("changed on"))
    changed_at = models.DateTimeField(_("changed"))
    override = models.OneToOneField(
        "lights.Override", models.SET_NULL, null=True, blank=True, related_name="light", verbose_name=_("by hand")
    )
    trend = models.CharField(_("trend"), max_length=6, choices=Trend, blank=True)
    as_of = models.DateField(_("as of"))
    made_by = models.CharField(_("made by rules"), max_length=64)
    due_on = models.DateField(_("judged again on"), null=True, blank=True)
    digest = models.BigIntegerField(_("digest"), null=True, blank=True)

    objects = LightQuerySet.as_manager()

    derived_from_customer = True  # goes with the customer, and keeps nobody
    personal = Personal(
        purpose=_("Who needs attention: judged by rules from what the history says"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id"},
        fields=("colour", "judged", "before", "since", "changed_on", "changed_at", "trend"),
        explained={"made_by": "a digest of the rules", "digest": "a digest of what was judged"},
    )

    class Meta:
        verbose_name = _("light")
        verbose_name_plural = _("lights")
        # Most customers are green; indexes of the others stay small.
        indexes: ClassVar = [
            models.Index(fields=["colour", "since"], name="light_by_colour", condition=~Q(colour="green")),
            models.Index(fields=["changed_on", "changed_at"], name="light_changed", condition=~Q(before="")),
            models.Index(fields=["due_on"], name="light_due", condition=Q(due_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.colour}"

    @property
    def reasons(self) -> Sequence[LightReason]:
        """Why, the worst first, else in the order of the rules. Reads what `with_reasons` fetched, where it did."""
        return sorted(self.customer.light_reasons.all(), key=lambda each: (-Colour(each.colour).rank, each.place))

    @property
    def is_overridden(self) -> bool:
        return self.override_id is not None

    @property
    def is_worse(self) -> bool:
        """Whether it turned for the worse when it changed last."""
        return bool(self.before) and Colour(self.colour).rank > Colour(self.before).rank
