"""Words for groups of customers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Mentioned, Personal


class Tag(models.Model):
    """A word that colleagues hang on customers."""

    name = models.CharField(_("name"), max_length=60, unique=True)

    personal = Personal(
        purpose=_("Words for groups of customers; one may be named after somebody"),
        basis=Basis.INTEREST,
        about={EVERYBODY: Mentioned()},
        fields=("name",),
    )

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name
