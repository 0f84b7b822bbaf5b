"""Numbers of erased customers, as digests: an import of the same file must not bring anybody back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class ErasedNumber(models.Model):
    """A number that nothing new is taken under. Who knows a number can ask for it; nobody can list the numbers.

    `pseudonym`: what the facts get instead, as long as the erasing goes on; then nobody knows any more whose it was.
    """

    digest = models.CharField(max_length=64, primary_key=True)  # see erased.py
    erased_at = models.DateTimeField()
    pseudonym = models.CharField(max_length=40, null=True)

    personal = NotPersonal(_("salted digests, kept so that an erased customer stays erased"))

    def __str__(self) -> str:
        return self.digest[:8]
