"""A segment as people edit it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Personal


class Subject(models.TextChoices):
    """Who belongs to a segment."""

    CUSTOMER = "customer", _("Customers")
    CONTACT = "contact", _("Contacts")


class SegmentQuerySet(models.QuerySet["Segment"]):
    """Reads."""

    def active(self) -> Self:
        return self.filter(retired_at=None)


class Segment(models.Model):
    """Whoever meets `condition` belongs to it. Its key is what facts, addresses and other segments name.

    `ready_made`: it came with Bleib. `filled_at`: when it was filled for the first time; who belonged to it then has
    no fact about it. `made_by`: a digest of what it was filled by last; "" while nobody belongs to it. Retired: nobody
    belongs to it any more. `counted_by`: by what its earlier members were counted (PastCount).
    """

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name_de = models.CharField(_("name in German"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    subject = models.CharField(_("who belongs to it"), max_length=10, choices=Subject, default=Subject.CUSTOMER)
    condition = models.JSONField(_("condition"))
    ready_made = models.BooleanField(_("came with Bleib"), default=False)
    position = models.PositiveIntegerField(_("place among the segments"), default=0)
    made_by = models.CharField(_("filled by rule"), max_length=64, blank=True)
    counted_by = models.CharField(_("counted by rule"), max_length=64, blank=True)
    filled_at = models.DateTimeField(_("filled for the first time"), null=True, blank=True)
    retired_at = models.DateTimeField(_("switched off"), null=True, blank=True)
    edited_at = models.DateTimeField(_("edited by hand"), null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("edited by")
    )

    objects = SegmentQuerySet.as_manager()

    personal = Personal(
        purpose=_("Who edited which segment"),
        basis=Basis.INTEREST,
        about={"user": "edited_by_id"},
        fields=("edited_by",),
        erase=Erase.BLANK,
        explained={
            "key": "a word for a segment",
            "name_de": "name of a segment",
            "name_en": "name of a segment",
            "condition": "a condition over fields",
            "made_by": "a digest of a condition",
            "counted_by": "a digest of a condition",
        },
    )

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(subject__in=["customer", "contact"]), name="segment_has_a_subject"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_active(self) -> bool:
        return self.retired_at is None

    def name(self, language: str) -> str:
        """In that language, else in the other one: a company that speaks one language writes one."""
        return (self.name_en if language == "en" else self.name_de) or self.name_de or self.name_en
