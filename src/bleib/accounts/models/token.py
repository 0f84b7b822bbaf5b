"""A token: how another program shows whose it is. Only a digest is kept; a stolen database opens no door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models.invitation import digest
from bleib.accounts.models.user import User
from bleib.accounts.scopes import TAKES, Scope
from bleib.kernel.personal import EVERYBODY, Basis, Erase, Mentioned, Personal, Retention

BEGINNING = "bleib_"  # scanners of repositories find a token that was committed by mistake
SHOWN = len(BEGINNING) + 6
USE_NOTED_EVERY = timedelta(minutes=1)


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens by what can still be done with them."""

    def open(self, *, now: datetime) -> Self:
        """Those that open a door at `now`, as far as their creator's account does."""
        return self.filter(revoked_at=None, expires_at__gt=now)

    def of(self, secret: str) -> Self:
        """The one with this secret, whatever became of it."""
        return self.filter(digest=digest(secret))


class Token(models.Model):
    """What it is for, what it may do, who made it, until when; who revoked it and when."""

    name = models.CharField(_("name"), max_length=120)
    prefix = models.CharField(_("begins with"), max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(_("scopes"))
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="tokens", verbose_name=_("made by"))
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("revoked by"))

    objects: ClassVar = TokenQuerySet.as_manager()

    personal = Personal(
        purpose=_("Who let which program in, to do what and until when"),
        basis=Basis.INTEREST,
        about={"user": "created_by_id", EVERYBODY: Mentioned(("name",))},
        fields=("name",),
        in_passing=("name",),
        erase={"user": Erase.LEAVE, "contact": Erase.BLANK, "customer": Erase.BLANK},
        explained={
            "prefix": "the first characters of random ones",
            "digest": "made from random characters",
            "scopes": "words of a fixed list",
        },
        retention=Retention(days=365, after="expires_at"),
    )

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")

    def __str__(self) -> str:
        """Without its name, in which somebody may have named a person."""
        return self.prefix

    def is_open(self, now: datetime) -> bool:
        """Whether it opens a door at `now`."""
        return self.revoked_at is None and now < self.expires_at

    def admits(self, scope: Scope) -> bool:
        """Whether it was made for this, and whoever made it may do this now."""
        return scope in self.scopes and self.created_by is not None and self.created_by.may(TAKES[scope])

    @property
    def meant_for(self) -> Sequence[Scope]:
        """Its scopes, in the order of the table; one that no version knows any more is left out."""
        return [scope for scope in Scope if scope in self.scopes]

    def note_use(self, *, now: datetime) -> None:
        """Remember that it was used; once a minute is enough to see what is still in use."""
        if self.last_used_at is None or now - self.last_used_at >= USE_NOTED_EVERY:
            Token.objects.filter(pk=self.pk).update(last_used_at=now)
