"""An address that gets messages: what it wants, how they are signed, and how it is."""

from __future__ import annotations

import base64
import random
import secrets
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.accounts.locks import lock, unlock
from bleib.kernel.personal import Basis, Erase, Personal

PURPOSE = "webhook"
OLD_SECRET = timedelta(days=7)  # so long receivers may still know only the secret before
GIVES_UP = timedelta(days=3)  # without one success
ILL_AFTER = timedelta(hours=1)
LONGEST_REST = timedelta(minutes=1)


class Pause(models.TextChoices):
    """Why nothing is sent."""

    BY_HAND = "by_hand", _("paused by a colleague")
    DEAD = "dead", _("paused by itself: the receiver failed for three days")
    GONE = "gone", _("paused by itself: the receiver answered that it wants nothing any more (410)")


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    """Scopes."""

    def ready(self, *, now: datetime) -> Self:
        """Neither paused nor resting after a failure."""
        return self.filter(paused_at=None).filter(Q(resting_until=None) | Q(resting_until__lte=now))

    def failing(self, *, now: datetime) -> Self:
        """Still tried, without a success for an hour: no hiccup any more."""
        return self.filter(paused_at=None, failing_since__lte=now - ILL_AFTER)

    def gave_up(self) -> Self:
        """Paused by themselves: somebody should look at them."""
        return self.filter(pause__in=(Pause.DEAD, Pause.GONE))


class Endpoint(models.Model):
    """`types` are those of fact_types.py; `site` is where links in messages lead, e.g. https://bleib.example.

    `secret` and `old_secret` are locked. `failures` counts those since the last success, `failing_since` is the first
    of them; `resting_until` keeps a receiver that does not answer from being called for each message.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = models.CharField(_("address"), max_length=500)
    types = models.JSONField(_("what is told"), default=list)
    site = models.CharField(_("where links lead"), max_length=200)
    secret = models.TextField(_("secret"))
    old_secret = models.TextField(_("secret before"), blank=True)
    old_until = models.DateTimeField(_("secret before is used until"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    pause = models.CharField(_("pause"), max_length=10, choices=Pause, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures since the last success"), default=0)
    resting_until = models.DateTimeField(_("rests until"), null=True, blank=True)

    objects = EndpointQuerySet.as_manager()
    personal = Personal(
        purpose=_("Who connected which system"),
        basis=Basis.INTEREST,
        about={"user": "created_by_id"},
        fields=("created_by",),
        erase=Erase.BLANK,
        explained={
            "name": "name of a system",
            "url": "address of a system",
            "types": "words of fact_types.py",
            "site": "address of this installation",
            "secret": "a random number, encrypted",
            "old_secret": "a random number, encrypted",
        },
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(pause="", paused_at=None) | (~Q(pause="") & Q(paused_at__isnull=False)),
                name="webhook_paused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def renew_secret(self, *, now: datetime) -> str:
        """A new secret, which is returned and never again; messages carry the old one's signature for a while too."""
        fresh = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        self.old_secret, self.old_until = self.secret, now + OLD_SECRET if self.secret else None
        self.secret = lock(fresh, purpose=PURPOSE)
        return fresh

    def secrets(self, *, now: datetime) -> list[str]:
        """What messages are signed with now, the newest first. Raises KeyIsGone."""
        known = [self.secret]
        if self.old_secret and self.old_until is not None and now < self.old_until:
            known.append(self.old_secret)
        return [unlock(each, purpose=PURPOSE) for each in known]

    def halt(self, why: Pause, *, now: datetime) -> bool:
        """Send nothing until somebody resumes; messages still wait. False where it is paused already."""
        return self._change(Endpoint.objects.filter(paused_at=None), pause=why, paused_at=now)

    def resume(self) -> bool:
        """Begin anew, as if it had never failed. False where it is not paused."""
        paused = Endpoint.objects.filter(paused_at__isnull=False)
        return self._change(paused, pause="", paused_at=None, **HEALTHY)

    def succeeded(self, *, now: datetime) -> None:
        """Noted to the second: a thousand messages are not as many changes of this row."""
        if self.failures or self.succeeded_at is None or now - self.succeeded_at >= timedelta(seconds=1):
            self._change(Endpoint.objects, succeeded_at=now, **HEALTHY)

    def failed(self, *, rests: bool, until: datetime | None = None, now: datetime) -> bool:
        """One more failure; True where it is to be given up. `rests`: it is the receiver's state, not this message."""
        failures, since = self.failures + 1, self.failing_since or now
        rest = max(filter(None, [_rest(failures, now), until])) if rests else self.resting_until
        self._change(Endpoint.objects, failures=failures, failing_since=since, resting_until=rest)
        return now - since >= GIVES_UP

    def _change(self, rows: models.QuerySet[Endpoint] | models.Manager[Endpoint], **values: object) -> bool:
        changed = rows.filter(pk=self.pk).update(**values)
        if changed:
            self.refresh_from_db()
        return bool(changed)


HEALTHY = {"failing_since": None, "failures": 0, "resting_until": None}


def _rest(failures: int, now: datetime) -> datetime:
    """1, 2, 4 ... seconds, up to a minute, with dice."""
    return now + min(timedelta(seconds=2.0 ** min(failures - 1, 10)), LONGEST_REST) * random.uniform(0.8, 1.2)
