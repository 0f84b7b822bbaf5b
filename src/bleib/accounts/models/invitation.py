"""An invitation to become a colleague: accepted once, by whoever holds the mailed link."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models.user import User
from bleib.accounts.roles import Role
from bleib.kernel.personal import Basis, Erase, Personal, Retention, Via

VALID_FOR = timedelta(days=7)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what can still become of them."""

    def open(self, *, now: datetime) -> Self:
        """Those that can be accepted at `now`."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)

    def of(self, token: str) -> Self:
        """The one with this token, whatever became of it."""
        return self.filter(digest=digest(token))


class Invitation(models.Model):
    """Who was invited by whom, as what. Only a digest of the token is kept: a stolen database opens no door."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="invitations_made")
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    user = models.OneToOneField(User, null=True, on_delete=models.SET_NULL, related_name="invitation")

    objects: ClassVar = InvitationQuerySet.as_manager()

    personal = Personal(
        purpose=_("Who was invited as a colleague, by whom and as what"),
        basis=Basis.CONTRACT,
        about={"user": Via("email__iexact", "{email}")},
        fields=("email", "name", "language", "digest"),
        erase=Erase.DELETE,
        explained={"role": "what the invited will do"},
        secret=("digest",),
        retention=Retention(days=90, after="expires_at"),
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        """Without the address: the audit log names invitations before anybody can be erased from it."""
        return f"{self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether it can be accepted at `now`."""
        return self.accepted_at is None and self.withdrawn_at is None and now < self.expires_at


def new_token() -> str:
    """What stands in the mailed link: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What of a token is kept. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
