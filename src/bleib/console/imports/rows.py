"""Imports of all kinds as the pages show them: of orders and facts, and of customers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bleib.accounts.models import User
from bleib.customers.models import CustomerImport
from bleib.history.models import Import
from bleib.history.models.imports import ImportState
from bleib.uploads.api import Topic, topic_of

COUNTS: Mapping[Topic, Mapping[str, Promise]] = {
    Topic.HISTORY: {
        "read": gettext_lazy("read"),
        "accepted": gettext_lazy("accepted"),
        "duplicates": gettext_lazy("duplicates"),
        "rejected": gettext_lazy("rejected"),
        "superseded": gettext_lazy("replaced by newer lines"),
        "without_customer": gettext_lazy("without customer"),
        "cancellations": gettext_lazy("cancellations and credits"),
        "erased": gettext_lazy("of erased customers, taken without customer"),
    },
    Topic.CUSTOMERS: {
        "read": gettext_lazy("read"),
        "created": gettext_lazy("new"),
        "updated": gettext_lazy("changed"),
        "unchanged": gettext_lazy("unchanged"),
        "rejected": gettext_lazy("rejected"),
        "left_out": gettext_lazy("cells left out"),
    },
}
ALWAYS = ("read", "accepted", "duplicates", "created", "updated", "unchanged", "rejected")
# Django's own words for imports that are not done yet stand in no catalogue of ours.
STATES: Mapping[str, Promise] = {
    ImportState.STARTED: gettext_lazy("being imported"),
    ImportState.STAGED: gettext_lazy("being imported"),
    ImportState.DONE: gettext_lazy("done"),
    ImportState.UNDOING: gettext_lazy("being undone"),
    ImportState.UNDONE: gettext_lazy("undone"),
}
ADDRESSES: Mapping[Topic, tuple[str, str, str]] = {
    Topic.HISTORY: ("import", "undo_import", "import_rejects"),
    Topic.CUSTOMERS: ("customer_import", "undo_customer_import", "customer_import_rejects"),
}


@dataclass(frozen=True)
class Row:
    """One import. `taken` and `changed` are what people look for first among its counts."""

    entry: Import | CustomerImport
    topic: Topic
    at: datetime
    by: User | None
    state: str
    taken: int
    rejected: int

    @property
    def address(self) -> str:
        return reverse(ADDRESSES[self.topic][0], args=[self.entry.pk])

    @property
    def undo_address(self) -> str:
        return reverse(ADDRESSES[self.topic][1], args=[self.entry.pk])

    @property
    def rejects_address(self) -> str:
        return reverse(ADDRESSES[self.topic][2], args=[self.entry.pk])

    @property
    def called(self) -> str:
        if self.topic is Topic.CUSTOMERS:
            return _("Import of customers no. %(number)s") % {"number": self.entry.pk}
        return _("Import no. %(number)s") % {"number": self.entry.pk}

    @property
    def is_undone(self) -> bool:
        return self.entry.undone_at is not None

    @property
    def can_be_undone(self) -> bool:
        if isinstance(self.entry, CustomerImport):
            return not self.is_undone
        return self.entry.state in (ImportState.DONE, ImportState.UNDOING)


def newest(*, before: datetime | None, most: int) -> Sequence[Row]:
    """The newest imports of all kinds that began before an instant, at most one more than `most`."""
    facts = Import.objects.select_related("by").order_by("-started_at", "-pk")
    customers = CustomerImport.objects.select_related("done_by").order_by("-done_at", "-pk")
    if before is not None:
        facts, customers = facts.filter(started_at__lt=before), customers.filter(done_at__lt=before)
    found = [row_of(each) for each in (*facts[: most + 1], *customers[: most + 1])]
    return list(islice(sorted(found, key=lambda row: row.at, reverse=True), most + 1))


def row_of(entry: Import | CustomerImport) -> Row:
    """How an import of either kind is shown."""
    topic = topic_of(entry)
    if isinstance(entry, Import):
        counted = entry.counted
        state = str(STATES[entry.state])
        return Row(entry, topic, entry.started_at, entry.by, state, counted.accepted, counted.rejected)
    state = str(STATES[ImportState.UNDONE if entry.undone_at else ImportState.DONE])
    taken = entry.counts.get("created", 0) + entry.counts.get("updated", 0)
    return Row(entry, topic, entry.done_at, entry.done_by, state, taken, entry.counts.get("rejected", 0))


def counts_of(topic: Topic, counts: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Label and number, in the order in which people ask; what is rare only where there is any."""
    labels = COUNTS[topic]
    return [(str(label), counts.get(name, 0)) for name, label in labels.items() if counts.get(name) or name in ALWAYS]
