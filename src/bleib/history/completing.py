"""Imports and undoings whose process died: the worker brings them to their end, nobody has to repeat the call."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings

from bleib.history import journal
from bleib.history.models import Import
from bleib.history.models.imports import ImportState
from bleib.history.undo import withdraw
from bleib.worker.api import LeaseTaken, lease


def is_import_open(_now: datetime) -> bool:
    """Whether one is at work, or died."""
    return Import.objects.open().exists()


def complete_imports(*, now: datetime) -> int:
    """Bring to its end what nobody works on any more; returns how many there were.

    What the lake has by now is done, what it has not is forgotten, what was being taken back is taken back.
    """
    return sum(_complete(found, now=now) for found in Import.objects.open())


def _complete(found: Import, *, now: datetime) -> bool:
    home = Path(settings.HOME)
    try:
        with lease(f"import {found.fingerprint}", doing=f"Completing import {found.pk}", wait=0):
            row = Import.objects.open().filter(pk=found.pk).first()
            if row is None:  # somebody has completed it meanwhile
                return False
            if row.state == ImportState.UNDOING:
                withdraw(home, row, now=now)
            else:
                journal.complete(home, row, now=now)
            return True
    except LeaseTaken:
        return False
