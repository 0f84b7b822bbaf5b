"""What was received and is not worked off yet, and which messages were worked off lately."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Mentioned, NotPersonal, Personal


class Waiting(models.Model):
    """One request as it came, checked and unpacked; goes in the transaction that turns its events into facts.

    One row holds all events of a request: writing 500 rows costs as much as everything else together (ADR 0044).
    `kind` is the kind of event that the address named; empty for a batch.
    """

    source = models.ForeignKey("ingest.Source", models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=10)
    body = models.BinaryField()
    events = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    personal = Personal(
        purpose=_("What a website or system reported, until the worker has read it"),
        basis=Basis.INTEREST,
        about={"contact": Mentioned(), "customer": Mentioned()},
        fields=("body",),
        store="ingest",
    )

    def __str__(self) -> str:
        return f"{self.events} of {self.source_id}"


class Seen(models.Model):
    """A message that was worked off: sent again, it does nothing. Kept as long as libraries try again."""

    digest = models.BinaryField(max_length=16, primary_key=True)
    seen_at = models.DateTimeField()  # no index: it would cost more at each message than it saves once an hour

    personal = NotPersonal("digests of random numbers of messages", explained={"digest": "a digest"})

    @staticmethod
    def digest_of(source: int, message_id: str) -> bytes:
        return hashlib.md5(f"{source}\x1f{message_id}".encode(), usedforsecurity=False).digest()
