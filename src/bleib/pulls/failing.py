"""Pulls that somebody should look at."""

from __future__ import annotations

from bleib.pulls.models import Pull, Run


def failing_pulls() -> list[Pull]:
    """Switched on, and nothing could be fetched the last time. One file that cannot be read is no such failure."""
    return [pull for pull in Pull.objects.filter(on_since__isnull=False) if _has_failed(pull)]


def _has_failed(pull: Pull) -> bool:
    last = Run.objects.filter(pull=pull, trial=False).order_by("-pk").first()
    return last is not None and bool(last.problem) and not last.files
