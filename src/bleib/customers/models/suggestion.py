"""Two customers that might be one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class Likeness(models.TextChoices):
    """What two customers have in common, the strongest first."""

    VAT_ID = "vat_id", _("same VAT id")
    MAIL = "mail", _("same e-mail address")
    DOMAIN = "domain", _("same web domain")
    NAME = "name", _("similar name")


class Suggestion(models.Model):
    """`first` is the older record. Who says that they are two is not asked again."""

    first = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    second = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("and"))
    likeness = models.CharField(_("because"), max_length=10, choices=Likeness)
    score = models.FloatField(_("similarity"))
    found_at = models.DateTimeField(_("found"))
    refused_at = models.DateTimeField(_("said to be two"), null=True, blank=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )

    personal = NotPersonal("which two numbers might be one customer")

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="suggestion_once_for_two"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="suggestion_older_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"
