"""The answer to a request that said an idempotency key: whoever repeats it gets the same one."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Erase, Mentioned, Personal, Retention

KEPT_FOR = timedelta(days=1)


class GivenAnswer(models.Model):
    """Written in the transaction of what the request did, so there is never one without the other."""

    token = models.ForeignKey("accounts.Token", models.CASCADE, related_name="+", verbose_name=_("token"))
    key = models.CharField(_("key"), max_length=200)
    asked = models.CharField(_("digest of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    content = models.TextField(_("answer"), blank=True)
    given_at = models.DateTimeField(_("given"))

    personal = Personal(
        purpose=_("So that a request that is repeated takes effect once"),
        basis=Basis.INTEREST,
        about={EVERYBODY: Mentioned(("content",))},
        fields=("content",),
        erase=Erase.BLANK,
        explained={"asked": "a digest", "key": "random characters of a program"},
        retention=Retention(days=2, after="given_at"),
    )

    class Meta:
        verbose_name = _("answer given")
        verbose_name_plural = _("answers given")
        indexes: ClassVar = [models.Index(fields=["given_at"], name="given_answer_by_age")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="given_answer_once")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.status}"
