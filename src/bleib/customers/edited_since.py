"""Whose record somebody edited since a reader looked last: the audit log knows, for whoever judges by records."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bleib.audit.api import Entry
from bleib.audit.models import Concern
from bleib.customers.models import Customer
from bleib.history.models import Setting

# Edits of many at once name nobody: then it may be anybody.
OF_MANY = (
    "customers.owner_given", "customers.tagged", "customers.untagged", "customers.imported",
    "customers.import_undone", "tag.merged", "way.renamed",
)  # fmt: skip
MANY = 50_000
# Entries get their numbers before they are committed: those of the last seconds are looked at again.
SETTLED = timedelta(seconds=10)


@dataclass(frozen=True)
class Edited:
    """`numbers` of the edited customers; None: anybody. `seen`: up to which entry that is settled."""

    numbers: list[str] | None
    seen: int


@dataclass(frozen=True)
class Reader:
    """Somebody who follows the log, under a `name`; `passes_over`: subjects of verbs that say nothing about records."""

    name: str
    passes_over: Collection[str] = ()

    def has_news(self) -> bool:
        """Whether the log goes on behind what was seen."""
        return Entry.objects.filter(pk__gt=self._seen()).exists()

    def look(self, *, now: datetime) -> Edited:
        """What was edited since `saw` was called last."""
        seen = self._seen()
        new = Entry.objects.filter(pk__gt=seen).order_by("pk").values_list("pk", "verb")
        entries = [(pk, verb) for pk, verb in new if verb.partition(".")[0] not in self.passes_over]
        settled = Entry.objects.filter(pk__gt=seen, at__lt=now - SETTLED).order_by("-pk")
        up_to = settled.values_list("pk", flat=True).first() or seen
        if any(verb in OF_MANY for _, verb in entries):
            return Edited(None, up_to)
        keys = Concern.objects.filter(entry__in=[pk for pk, _ in entries[:MANY]], key__startswith="customer:")
        people = [int(key.partition(":")[2]) for key in keys.values_list("key", flat=True)]
        return Edited(sorted(Customer.objects.filter(pk__in=people).values_list("number", flat=True)), up_to)

    def saw(self, edited: Edited) -> None:
        """Note that this was dealt with."""
        Setting.write(self.name, edited.seen)

    def _seen(self) -> int:
        return int(Setting.read(self.name, 0))
