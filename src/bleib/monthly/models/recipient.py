"""Who gets the monthly report."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from bleib.accounts.roles import Action, Role, may
from bleib.kernel.personal import EVERYBODY, Basis, Mentioned, Personal

# The report names customers: roles that may not see them get none, whoever put them on the list.
READERS = [role.value for role in Role if may(role, Action.SEE_CUSTOMERS)]


class RecipientQuerySet(models.QuerySet["Recipient"]):
    """Reads."""

    def listed(self) -> Self:
        """Those who were not taken off the list."""
        return (
            self.filter(left_at=None)
            .select_related("user")
            .order_by(Coalesce("user__name", "name"), Coalesce("user__email", "email"), "pk")
        )

    def reached(self) -> Self:
        """Those who get the next report: colleagues who may sign in and see customers, and the other addresses."""
        return self.listed().filter(Q(user=None) | Q(user__is_active=True, user__role__in=READERS))


class Recipient(models.Model):
    """A colleague (their name and address are those of their account), or somebody else of the company."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("colleague")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    joined_at = models.DateTimeField(_("on the list since"))
    left_at = models.DateTimeField(_("taken off the list"), null=True, blank=True)

    objects = RecipientQuerySet.as_manager()
    personal = Personal(
        purpose=_("Who in the company gets the monthly report"),
        basis=Basis.INTEREST,
        about={"user": "user_id", EVERYBODY: Mentioned()},
        fields=("user", "name", "email", "language"),
    )

    class Meta:
        verbose_name = _("recipient of the monthly report")
        verbose_name_plural = _("recipients of the monthly report")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | Q(user__isnull=True) & ~Q(email=""),
                name="recipient_is_colleague_or_address",
            ),
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="recipient_once_per_address"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else self.name or self.email

    @property
    def address(self) -> str:
        return self.user.email if self.user else self.email

    def leave(self, *, now: datetime) -> None:
        """No further report. Twice is once."""
        Recipient.objects.filter(pk=self.pk, left_at=None).update(left_at=now)
