"""That a person was erased: requested -> stores done -> done."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Erase, Personal, Via


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def open(self) -> ErasureQuerySet:
        """Those that are not through everything yet, the oldest first."""
        return self.filter(done_at=None).order_by("pk")

    def of(self, kind: str, pk: int) -> ErasureQuerySet:
        return self.filter(key=f"{kind}:{pk}")


class Erasure(models.Model):
    """The database forgets the person in the transaction that writes this row; then the stores, one after the other.

    `people` says whom to look for while that lasts, and is emptied at the end: what stays is an opaque number.
    """

    key = models.CharField(_("kind and number"), max_length=60)
    people = models.JSONField(default=list)
    counts = models.JSONField(_("what went"), default=dict)  # table -> action -> rows
    requested_at = models.DateTimeField(_("requested"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("requested by")
    )
    stores = models.JSONField(default=list)  # names of the stores that are done
    stores_done_at = models.DateTimeField(_("out of all stores"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)

    objects: ClassVar[models.Manager[Erasure]] = ErasureQuerySet.as_manager()

    personal = Personal(
        purpose=_("Showing that an erasure was carried out, and repeating it when a backup is restored"),
        basis=Basis.LAW,
        about={EVERYBODY: Via("key", "{kind}:{pk}")},
        fields=("people",),
        erase=Erase.LEAVE,
        explained={"counts": "numbers of rows", "stores": "names of stores", "key": "an opaque number"},
    )

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(done_at=None), name="erasure_open_once"),
            models.CheckConstraint(
                condition=models.Q(done_at=None) | models.Q(people=[], stores_done_at__isnull=False),
                name="erasure_done_knows_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def person(self) -> int:
        """Primary key of the person's own row."""
        return int(self.key.partition(":")[2])

    def finish_store(self, name: str) -> None:
        """This store has forgotten the person; a crash after this does not ask it again."""
        self.stores = [*self.stores, name]
        self.save(update_fields=["stores"])

    def mark_stores_done(self, *, now: datetime) -> None:
        self.stores_done_at = self.stores_done_at or now
        self.save(update_fields=["stores_done_at"])

    def forget_people(self) -> None:
        """Nobody needs to know any more whom to look for."""
        self.people = []
        self.save(update_fields=["people"])

    def mark_done(self, *, now: datetime) -> None:
        self.done_at = now
        self.save(update_fields=["done_at"])
