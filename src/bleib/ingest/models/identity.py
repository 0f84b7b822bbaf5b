"""Whom ids in events belong to, and events whose ids belong to nobody yet."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.history.erased import salt
from bleib.kernel.personal import Basis, Erase, Mentioned, Personal


class IdKind(models.TextChoices):
    """What an id is in the sender's system."""

    USER = "user", _("user")
    ANONYMOUS = "anonymous", _("browser or device")


class Identity(models.Model):
    """An id of the sender's system, and the customer and contact it belongs to.

    Found by its digest. Erasing a person empties `value` and keeps the row: by that, whatever comes under this id later
    is known to be about somebody erased, and is dropped.
    """

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(_("kind of id"), max_length=10, choices=IdKind)
    value = models.CharField(_("id"), max_length=200, blank=True)
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, related_name="identities", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        "customers.Contact", models.SET_NULL, null=True, related_name="identities", verbose_name=_("contact")
    )
    linked_at = models.DateTimeField(_("linked"))

    moves_on_merge = True
    personal = Personal(
        purpose=_("Whose events they are: ids of the systems that report them"),
        basis=Basis.INTEREST,
        about={"contact": "contact_id", "customer": "customer_id"},
        fields=("value",),
        erase=Erase.BLANK,
        explained={"digest": "salted; nobody can be found by it who does not know the id"},
    )

    class Meta:
        verbose_name = _("id of an event's sender")
        verbose_name_plural = _("ids of events' senders")

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @property
    def is_erased(self) -> bool:
        return not self.value


class Unclaimed(models.Model):
    """A fact of somebody nobody knows yet: it waits for an event that says who they are, and then counts as theirs.

    Holds what the fact would say and nothing else of the event.
    """

    source = models.ForeignKey("ingest.Source", models.CASCADE, db_index=False, related_name="+")
    digest = models.CharField(max_length=64, db_index=True)  # of the id, as in Identity
    fact = models.JSONField(_("fact"))
    received_at = models.DateTimeField(_("received"), db_index=True)

    personal = Personal(
        purpose=_("What visitors did whom nobody knows yet"),
        basis=Basis.INTEREST,
        about={"contact": Mentioned(), "customer": Mentioned()},
        fields=("fact",),
        explained={"digest": "salted; nobody can be found by it who does not know the id"},
        store="ingest",
    )

    def __str__(self) -> str:
        return f"unclaimed {self.pk}"


class Digester:
    """Digests of ids; the salt is read once."""

    def __init__(self) -> None:
        self._salt = salt()

    def of(self, kind: str, value: str) -> str:
        return hashlib.sha256(f"{self._salt}{kind}\x1f{value}".encode()).hexdigest()
