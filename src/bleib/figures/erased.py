"""Erasures while figures are counted: what was read before one must not be kept after it."""

from __future__ import annotations

from bleib.history.api import Change
from bleib.history.models.change import ChangeKind
from bleib.kernel.errors import BleibError


class ErasedMeanwhile(BleibError):
    """Somebody was erased since the history was read from which this was counted."""


def newest_erasure() -> int:
    """Which erasure the history tells of last; 0 for none. Asked before reading it, and again before keeping."""
    found = Change.objects.filter(kind=ChangeKind.ERASURE).order_by("-pk").values_list("pk", flat=True).first()
    return found or 0
