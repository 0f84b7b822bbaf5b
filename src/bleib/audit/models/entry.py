"""One thing that was done: by whom, to what, about whom, from where."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Erase, Personal, Retention, Via

EMPTY = "{}"
KEPT = Retention(years=3, after="at")  # § 195 BGB: as long as somebody may claim something
STORE = "audit"


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries by who, what, whom and when."""

    def by(self, actor: models.Model) -> EntryQuerySet:
        return self.filter(actor_id=actor.pk)

    def of(self, subject: models.Model) -> EntryQuerySet:
        """What was done to this row."""
        return self.filter(model=subject._meta.label_lower, object_pk=str(subject.pk))

    def about(self, kind: str, pk: int) -> EntryQuerySet:
        """What concerns this person."""
        return self.filter(concerns__key=f"{kind}:{pk}")

    def between(self, since: datetime | None, until: datetime | None) -> EntryQuerySet:
        """From `since` (inclusive) to `until` (exclusive); None is open."""
        found = self if since is None else self.filter(at__gte=since)
        return found if until is None else found.filter(at__lt=until)

    def unsealed(self) -> EntryQuerySet:
        """Entries that the worker has not put into the chain yet."""
        from bleib.audit.models.seal import Seal

        return self.filter(~models.Exists(Seal.objects.filter(entry=models.OuterRef("pk"))))


class Entry(models.Model):
    """Append-only: the database refuses any change but emptying `salt` and `content`.

    What could name somebody stands in `content` alone; everything else are words of ours and opaque numbers. So an
    erased person's entries lose their content and still say that something was done, when and by whom.
    """

    at = models.DateTimeField(_("when"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    job = models.CharField(_("job"), max_length=60, blank=True)  # what did it where nobody did
    verb = models.CharField(_("what"), max_length=60, db_index=True)
    model = models.CharField(_("kind of thing"), max_length=100, blank=True)
    object_pk = models.CharField(_("number"), max_length=40, blank=True)
    content = models.TextField(_("content"))  # canonical JSON: subject, before, after, parameters, origin
    salt = models.CharField(max_length=32, blank=True)
    content_digest = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[Entry]] = EntryQuerySet.as_manager()

    personal = Personal(
        purpose=_("Who changed what: to answer for how data is treated (Art. 5 (2) GDPR) and to find mistakes"),
        basis=Basis.INTEREST,
        about={EVERYBODY: Via("concerns__key", "{kind}:{pk}")},
        fields=("content", "salt"),
        erase=Erase.BLANK,
        retention=KEPT,
        store=STORE,
        explained={
            "job": "name of a job",
            "verb": "a word of ours",
            "model": "name of a table",
            "object_pk": "an opaque number",
            "content_digest": "cannot be guessed from once the salt is gone",
        },
        secret=("salt",),
    )

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("entries of the audit log")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="entry_has_one_who", condition=models.Q(actor=None) ^ models.Q(job=""), violation_error_code="who"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["model", "object_pk"], name="entry_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.model} {self.object_pk}"

    @property
    def is_emptied(self) -> bool:
        return not self.salt

    @property
    def data(self) -> dict[str, Any]:
        """subject, before, after, parameters, origin; empty where it was emptied."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class Concern(models.Model):
    """An entry is about this person: `kind:primary key`."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="concerns")
    key = models.CharField(max_length=60, db_index=True)

    personal = Personal(
        purpose=_("Whom an entry of the audit log is about"),
        basis=Basis.INTEREST,
        about={EVERYBODY: Via("key", "{kind}:{pk}")},
        fields=(),
        erase=Erase.LEAVE,
        store=STORE,
        explained={"key": "an opaque number, which is needed to show that the entry was emptied rightly"},
    )

    class Meta:
        verbose_name = _("person an entry is about")
        verbose_name_plural = _("people entries are about")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["entry", "key"], name="entry_concerns_once")
        ]

    def __str__(self) -> str:
        return self.key
