"""A website, app or system that sends events, and the key it writes with."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Personal

if TYPE_CHECKING:
    from bleib.accounts.models import User

PREFIX = "bw_"  # so that people and scanners of secrets know what they have found
SHOWN = 7  # characters of a key that lists show


class Newcomers(models.TextChoices):
    """What becomes of somebody who is identified and whom nobody knows."""

    WAIT = "wait", _("Wait until somebody says whose they are")
    PERSON = "person", _("A customer of their own: a natural person")


class SourceQuerySet(models.QuerySet["Source"]):
    """Reads."""

    def in_use(self) -> Self:
        return self.filter(revoked_at=None)

    def of_write_key(self, write_key: str) -> Source | None:
        """Whoever writes with this key now."""
        return self.in_use().filter(write_key_hash=digest(write_key)).first()


class Source(models.Model):
    """`key` is what facts call `source`; it never changes, or the same event would become another fact.

    The write key of a public source stands in a page that anybody reads. So such a source says who looked at what, and
    nothing else: no amounts, and nothing about people (see `docs/ingest.md`).
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_public = models.BooleanField(_("the key is public, as on a website"), default=False)
    needs_consent = models.BooleanField(_("only with consent"), default=False)
    needs_signature = models.BooleanField(_("ids of people only with a signature"), default=False)
    newcomers = models.CharField(_("people nobody knows"), max_length=10, choices=Newcomers, default=Newcomers.WAIT)
    write_key_hash = models.CharField(_("digest of the write key"), max_length=64, unique=True)
    shown = models.CharField(_("beginning of the write key"), max_length=12)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("made by"),
    )  # fmt: skip
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    personal = Personal(
        purpose=_("Which systems send events, and who connected them"),
        basis=Basis.INTEREST,
        about={"user": "created_by_id"},
        fields=("created_by",),
        erase=Erase.LEAVE,
        explained={
            "key": "a word for a system",
            "name": "the name of a system",
            "write_key_hash": "a digest of a random text",
        },
    )

    class Meta:
        verbose_name = _("source of events")
        verbose_name_plural = _("sources of events")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def vouches_for_people(self) -> bool:
        """Whether what it says about people, companies and whose ids are whose counts: it comes from the user's own
        system. A signature vouches for the id it signs, and for nothing else that stands in the message.
        """
        return not (self.is_public or self.needs_signature)

    def new_write_key(self) -> str:
        """Give it another key; the old one is void when this is saved. The key itself is kept nowhere."""
        write_key = PREFIX + secrets.token_urlsafe(24)
        self.write_key_hash, self.shown = digest(write_key), write_key[:SHOWN]
        return write_key

    def made(self, *, by: User | None, now: datetime) -> str:
        """Save it for the first time; returns the write key, which nobody can be told again."""
        write_key = self.new_write_key()
        self.created_at, self.created_by = now, by
        self.save(force_insert=True)
        return write_key


def digest(write_key: str) -> str:
    """A key has 192 random bits, so a plain hash of it tells nothing."""
    return hashlib.sha256(write_key.encode()).hexdigest()
