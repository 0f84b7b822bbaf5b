"""One try to deliver a message, and what came back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Mentioned, Personal, Via
from bleib.webhooks.answer import Fault
from bleib.webhooks.models.message import Message


class Attempt(models.Model):
    """`status` is that of the answer; null: there was none, and `fault` says why. `said` is the answer's beginning."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries", verbose_name=_("message"))
    at = models.DateTimeField(_("at"))
    seconds = models.FloatField(_("seconds"))
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    fault = models.CharField(_("fault"), max_length=12, choices=Fault, blank=True)
    said = models.TextField(_("answer"), blank=True)

    personal = Personal(
        purpose=_("What a receiver answered to a message about a customer"),
        basis=Basis.INTEREST,
        about={
            "customer": (Via("message__customer", "{number}"), Mentioned()),
            "contact": (Via("message__contact"), Mentioned()),
            EVERYBODY: Mentioned(),
        },
        fields=("said",),
    )

    class Meta:
        verbose_name = _("try to deliver a message")
        verbose_name_plural = _("tries to deliver messages")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.at:%Y-%m-%d %H:%M:%S}"
