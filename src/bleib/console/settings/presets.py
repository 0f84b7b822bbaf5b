"""Saved columns of imports: small files in the installation's folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from bleib.accounts.models import User
from bleib.audit.api import record
from bleib.history.events import choosing
from bleib.history.sources.keys import KEYS
from bleib.history.sources.presets import load_preset
from bleib.kernel.errors import BleibError

KNOWN = tuple(dict.fromkeys([*KEYS, *choosing.KEYS]))  # of orders and of all other events


def presets() -> list[tuple[str, int | None]]:
    """Name and number of columns of each; None where the file cannot be read."""
    return [(file.stem, _columns(file)) for file in sorted(_folder().glob("*.json"))]


def remove_preset(name: str, *, by: User, now: datetime) -> bool:
    """Delete it; False where there is none of that name (any more)."""
    file = {each.stem: each for each in _folder().glob("*.json")}.get(name)
    if file is None:
        return False
    with transaction.atomic():
        record(actor=by, verb="preset.removed", subject=name, now=now)
        file.unlink(missing_ok=True)
    return True


def _folder() -> Path:
    return Path(settings.HOME) / "presets"


def _columns(file: Path) -> int | None:
    try:
        return len(load_preset(str(file), file.parent, KNOWN))
    except BleibError:
        return None
