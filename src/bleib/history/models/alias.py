"""Merged customers: another number of the same customer. Facts keep the number they came with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class AliasQuerySet(models.QuerySet["Alias"]):
    def in_force(self) -> AliasQuerySet:
        return self.filter(removed_at=None)


class Alias(models.Model):
    """`customer` counts as `into` since `added_at`, until `removed_at`. `changed_at` rises from change to change."""

    customer = models.TextField()
    into = models.TextField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(unique=True)

    objects = AliasQuerySet.as_manager()
    personal = NotPersonal(
        _("two numbers of the same customer"), explained={"customer": "a number", "into": "a number"}
    )

    class Meta:
        indexes = (models.Index(fields=["into"], name="history_alias_into"),)
        constraints = (
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(removed_at=None), name="history_alias_once"
            ),
            models.CheckConstraint(condition=~models.Q(customer=models.F("into")), name="history_alias_another"),
        )

    def __str__(self) -> str:
        return f"{self.customer} -> {self.into}"
