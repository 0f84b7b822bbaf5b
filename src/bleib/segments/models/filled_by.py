"""By which condition a segment was filled since when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal
from bleib.segments.models.segment import Segment


class FilledBy(models.Model):
    """One row per beginning: a condition that somebody comes back to begins again. Names and places are no part of it.

    `rule`: a digest of the condition, with those of the segments that it asks for; "" while it was switched off.
    """

    segment = models.ForeignKey(
        Segment, models.CASCADE, db_index=False, related_name="filled_by", verbose_name=_("segment")
    )
    rule = models.CharField(_("filled by rule"), max_length=64, blank=True)
    since = models.DateTimeField(_("since"))

    personal = NotPersonal(_("who belongs to which segment"), explained={"rule": "a digest of a condition"})

    class Meta:
        verbose_name = _("condition of a segment since an instant")
        verbose_name_plural = _("conditions of segments since an instant")
        constraints: ClassVar = [models.UniqueConstraint(fields=["segment", "since"], name="filled_by_once_an_instant")]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.since:%Y-%m-%d}"

    @classmethod
    def note(cls, segment: Segment, rule: str, *, now: datetime) -> None:
        """It is filled by this rule from now on. The same again begins nothing."""
        newest = cls.objects.filter(segment=segment).order_by("-since").first()
        if rule != (newest.rule if newest else ""):
            cls.objects.update_or_create(segment=segment, since=now, defaults={"rule": rule})

    @classmethod
    def at(cls, instant: datetime, keys: Collection[str]) -> dict[str, str]:
        """Segments of these keys that had been filled, and the rule by which they were at that instant."""
        known = cls.objects.filter(segment__key__in=keys, since__lte=instant).order_by("since")
        return dict(known.values_list("segment__key", "rule"))
