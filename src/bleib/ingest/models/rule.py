"""What an event's name means."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.history.fact_types import TYPES, FactType
from bleib.kernel.personal import Basis, Erase, Personal

PUBLIC_TYPES = ("visit", "usage")  # what a source may say whose key anybody reads
MOST_NAMES = 500  # of a source: whoever makes up names does not fill the table


class EventRule(models.Model):
    """Which fact an event of this name becomes, and where in the event its columns and props stand.

    A name that nobody has decided on becomes `usage`. `name` is empty for pages and screens, and for the names beyond
    the first 500 of a source. `type` is empty where events are left out. `each` is the path of a list: one fact for
    each of its entries. What `columns` and `props` may say is in `expressions.py`.
    """

    source = models.ForeignKey("ingest.Source", models.CASCADE, db_index=False, related_name="rules")
    kind = models.CharField(_("kind of event"), max_length=10)
    name = models.CharField(_("event"), max_length=200, blank=True)
    type = models.CharField(_("becomes"), max_length=60, blank=True, default="usage")
    each = models.CharField(_("one for each of"), max_length=200, blank=True)
    columns = models.JSONField(_("columns"), default=dict, blank=True)
    props = models.JSONField(_("further data"), default=dict, blank=True)
    count = models.PositiveBigIntegerField(_("events"), default=0)
    faulty = models.PositiveBigIntegerField(_("events that did not fit"), default=0)
    fault = models.CharField(_("why the last one did not fit"), max_length=300, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"), null=True, blank=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+",
        verbose_name=_("decided by"),
    )  # fmt: skip

    personal = Personal(
        purpose=_("What events mean, and who said so"),
        basis=Basis.INTEREST,
        about={"user": "decided_by_id"},
        fields=("decided_by",),
        erase=Erase.LEAVE,
        explained={
            "name": "what developers call something that happens",
            "type": "a word of fact_types.py",
            "each": "a path in an event",
            "columns": "paths in an event",
            "props": "paths in an event",
            "fault": "a sentence of ours about a column",
        },
    )

    class Meta:
        verbose_name = _("rule of an event")
        verbose_name_plural = _("rules of events")
        ordering: ClassVar = ["kind", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "kind", "name"], name="event_rule_one_for_each_name")
        ]

    def __str__(self) -> str:
        return self.name or self.kind

    @property
    def fact_type(self) -> FactType | None:
        return TYPES.get(self.type)
