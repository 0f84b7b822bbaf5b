"""Facts of one turn, on their way into the lake."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Mentioned, Personal


class Parcel(models.Model):
    """Packed by `history.parcel`; written with the turn that made them, gone when the lake's commit is on disk.

    `instant` is what the lake knows the commit by.
    """

    instant = models.DateTimeField(unique=True)
    facts = models.BinaryField()

    personal = Personal(
        purpose=_("What websites and systems reported, on its way into the history"),
        basis=Basis.INTEREST,
        about={"contact": Mentioned(), "customer": Mentioned()},
        fields=("facts",),
        store="ingest",
    )

    class Meta:
        verbose_name = _("events packed for the history")
        verbose_name_plural = _("events packed for the history")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.instant:%Y-%m-%d %H:%M:%S}"
