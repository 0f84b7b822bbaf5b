"""The user's own figures where the field only has rules of thumb."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Personal


class Assumption(models.Model):
    """A figure of the economics page by its name (`metrics.economics` lists them with their defaults)."""

    name = models.CharField(_("figure"), max_length=60, unique=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4)
    set_at = models.DateTimeField(_("set"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )

    personal = Personal(
        purpose=_("Who entered which figure"),
        basis=Basis.INTEREST,
        about={"user": "set_by_id"},
        fields=("set_by",),
        erase=Erase.BLANK,
        explained={"name": "the name of a figure"},
    )

    class Meta:
        verbose_name = _("assumption")
        verbose_name_plural = _("assumptions")

    def __str__(self) -> str:
        return self.name
