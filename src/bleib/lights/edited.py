"""Records that somebody edited: rules about country, owner or tags judge them again within seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from bleib.audit.api import Entry
from bleib.audit.models import Concern
from bleib.customers.models import Customer
from bleib.history.models import Setting
from bleib.lights.judging import MANY, Then, judge

SEEN = "lights judged up to audit entry"
# Edits of many at once name nobody: everybody is judged.
OF_MANY = (
    "customers.owner_given", "customers.tagged", "customers.untagged", "customers.imported",
    "customers.import_undone", "tag.merged", "way.renamed",
)  # fmt: skip
OURS = ("light", "light_rule", "light_rules")
# Entries get their numbers before they are committed: those of the last seconds are looked at again.
SETTLED = timedelta(seconds=10)


def is_anybody_edited(_now: datetime) -> bool:
    """Whether the audit log tells of an edit since the last look."""
    return Entry.objects.filter(pk__gt=_seen()).exists()


def judge_edited(*, now: datetime, then: Then | None = None) -> int:
    """Judge those whose record was edited since the last look; returns how many lights are others than before."""
    seen = _seen()
    new = Entry.objects.filter(pk__gt=seen).order_by("pk").values_list("pk", "verb")
    entries = [(pk, verb) for pk, verb in new if verb.partition(".")[0] not in OURS]
    settled = Entry.objects.filter(pk__gt=seen, at__lt=now - SETTLED).order_by("-pk")
    if any(verb in OF_MANY for _, verb in entries):
        numbers: list[str] | None = None
    else:
        keys = Concern.objects.filter(entry__in=[pk for pk, _ in entries[:MANY]], key__startswith="customer:")
        people = [int(key.partition(":")[2]) for key in keys.values_list("key", flat=True)]
        numbers = sorted(Customer.objects.filter(pk__in=people).values_list("number", flat=True))
    count = judge(numbers, now=now, then=then)
    Setting.write(SEEN, settled.values_list("pk", flat=True).first() or seen)
    return count


def _seen() -> int:
    return int(Setting.read(SEEN, 0))
