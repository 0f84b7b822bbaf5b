"""The chain: one link for each entry, in the order of sealing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from bleib.kernel.personal import NotPersonal


class Seal(models.Model):
    """Holds digests only. `entry` is a number and no foreign key, so that a missing entry can be told."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)  # of the entry
    chain = models.CharField(max_length=64)  # of this link and the one before
    sealed_at = models.DateTimeField()

    personal = NotPersonal("salted digests of the audit log's entries")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.chain}"
