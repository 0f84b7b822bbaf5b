"""What became of the events of a source, day by day: the counts add up to what was received."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class Outcome(models.TextChoices):
    """What became of an event."""

    FACT = "fact", _("became facts")
    PEOPLE = "people", _("said who somebody is")
    UNCLAIMED = "unclaimed", _("of somebody nobody knows yet")
    AGAIN = "again", _("were sent again")
    LEFT_OUT = "left_out", _("left out by a rule")
    NO_CONSENT = "no_consent", _("without consent")
    ERASED = "erased", _("of somebody erased")
    FAULTY = "faulty", _("did not fit their rule")
    UNSIGNED = "unsigned", _("under an id that nobody signed")
    TOO_MANY = "too_many", _("more than a public source may bring in a day")


class Tally(models.Model):
    """How many events of a source met an outcome on a day (UTC)."""

    source = models.ForeignKey("ingest.Source", models.CASCADE, db_index=False, related_name="tallies")
    day = models.DateField(_("day"))
    outcome = models.CharField(_("what became of them"), max_length=12, choices=Outcome)
    events = models.PositiveBigIntegerField(_("events"), default=0)

    personal = NotPersonal("counts of events")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "day", "outcome"], name="ingest_tally_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.outcome}: {self.events}"

    @classmethod
    def add(cls, counts: Mapping[tuple[int, str], int], *, day: date) -> None:
        """Count events by (source, outcome), in the caller's transaction."""
        for (source, outcome), events in sorted(counts.items()):
            row, _made = cls.objects.get_or_create(source_id=source, day=day, outcome=outcome)
            cls.objects.filter(pk=row.pk).update(events=F("events") + events)
