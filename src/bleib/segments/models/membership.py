"""Who belonged to a segment from when until when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Personal


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads."""

    def open(self) -> Self:
        """Those that last."""
        return self.filter(left_at=None)

    def at(self, instant: datetime) -> Self:
        """Those that lasted at that instant."""
        return self.filter(Q(left_at=None) | Q(left_at__gt=instant), entered_at__lte=instant)


class Membership(models.Model):
    """A customer (or one of its contacts) in a segment, from `entered_at` until `left_at`; without one it lasts.

    The instants say when it was noticed. `since`: the day from which the condition has held without interruption, as
    far as dates told when it was noticed.
    """

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(
        "segments.Segment", models.CASCADE, db_index=False, related_name="memberships", verbose_name=_("segment")
    )
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, db_index=False, related_name="memberships", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        "customers.Contact", models.CASCADE, null=True, blank=True, db_index=False, related_name="memberships",
        verbose_name=_("contact"),
    )  # fmt: skip
    since = models.DateField(_("condition holds since"), null=True, blank=True)
    entered_at = models.DateTimeField(_("entered"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    derived_from_customer = True  # goes with the customer, and keeps nobody
    personal = Personal(
        purpose=_("Who meets the condition of a segment, since when, and who did before"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id", "contact": "contact_id"},
        fields=("since", "entered_at", "left_at"),
        erase=Erase.DELETE,
    )

    class Meta:
        verbose_name = _("membership in a segment")
        verbose_name_plural = _("memberships in segments")
        indexes: ClassVar = [
            models.Index(fields=["customer", "segment"], name="membership_by_customer"),
            models.Index(fields=["contact"], name="membership_by_contact", condition=Q(contact__isnull=False)),
            models.Index(fields=["segment", "left_at"], name="membership_left", condition=Q(left_at__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["segment", "customer"], condition=Q(left_at=None, contact=None), name="membership_open_once"
            ),
            models.UniqueConstraint(
                fields=["segment", "contact"],
                condition=Q(left_at=None, contact__isnull=False),
                name="membership_of_contact_open_once",
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("entered_at")), name="membership_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.contact_id or self.customer_id}"
