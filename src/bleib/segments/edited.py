"""Records that somebody edited, and lights that changed: segments that ask for them follow within seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bleib.customers.edited_since import Reader
from bleib.segments.comparing import AT_ONCE
from bleib.segments.filling import MANY, fill, marked, wanted
from bleib.segments.models import Due, Segment

LOG = Reader("segments filled up to audit entry", passes_over=("light", "light_rule", "light_rules", "segment"))
LIGHTS = frozenset({"light", "light_since"})
NAMED = 500  # customers in one statement
ANEW = "lights of everybody"  # in the place of a digest: no rule has it


def is_anybody_edited(_now: datetime) -> bool:
    """Whether the audit log tells of an edit since the last look."""
    return LOG.has_news()


def fill_edited(*, now: datetime) -> int:
    """Look at those whose record was edited since the last look; returns how many entered or left a segment."""
    edited = LOG.look(now=now)
    count = fill(edited.numbers, now=now)
    LOG.saw(edited)
    return count


def lights_changed(customers: Sequence[int] | None) -> None:
    """Lights of these customers (primary keys; None: of too many to name) are others: those are looked at at once."""
    asking = [key for key, rule in wanted().rules.items() if rule.fields & LIGHTS]
    if not asking:
        return
    if customers is None:
        Segment.objects.filter(key__in=asking).update(made_by=ANEW)
        return
    for first in range(0, len(customers), NAMED):
        Due.objects.filter(pk__in=customers[first : first + NAMED]).update(due_on=AT_ONCE)


def is_anybody_marked(_now: datetime) -> bool:
    """Whether somebody is to be looked at at once."""
    return Due.objects.filter(due_on=AT_ONCE).exists()


def fill_marked(*, now: datetime) -> int:
    """Look at them; returns how many entered or left a segment."""
    numbers = list(marked()[: MANY + 1])
    return fill(None if len(numbers) > MANY else numbers, now=now)
