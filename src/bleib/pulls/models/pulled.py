"""Files of a watched folder that were dealt with: known by their content, whatever they are called."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal
from bleib.pulls.models.pull import Pull


class PulledFile(models.Model):
    """`taken`: it was imported; otherwise it could not be, and is not tried again as it is.

    `stamp` is that of the file system: a file with the same is not read again only to find that it is known.
    """

    pull = models.ForeignKey(Pull, models.CASCADE, related_name="files", verbose_name=_("pull"))
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    stamp = models.CharField(_("stamp"), max_length=100, blank=True)
    taken = models.BooleanField(_("imported"))
    at = models.DateTimeField(_("at"))

    personal = NotPersonal(_("digests of files"))

    class Meta:
        verbose_name = _("file that was fetched")
        verbose_name_plural = _("files that were fetched")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pull", "fingerprint"], name="pulled_file_once"),
        ]

    def __str__(self) -> str:
        return self.fingerprint[:12]
