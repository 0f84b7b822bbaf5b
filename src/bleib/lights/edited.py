"""Records that somebody edited: rules about country, owner or tags judge them again within seconds."""

from __future__ import annotations

from datetime import datetime

from bleib.customers.edited_since import Reader
from bleib.lights.judging import Then, judge

LOG = Reader("lights judged up to audit entry", passes_over=("light", "light_rule", "light_rules"))


def is_anybody_edited(_now: datetime) -> bool:
    """Whether the audit log tells of an edit since the last look."""
    return LOG.has_news()


def judge_edited(*, now: datetime, then: Then | None = None) -> int:
    """Judge those whose record was edited since the last look; returns how many lights are others than before."""
    edited = LOG.look(now=now)
    count = judge(edited.numbers, now=now, then=then)
    LOG.saw(edited)
    return count
