"""The models of the newest run as a file of the installation: who is touched by a change is judged with them at once.

The file can be made again: it is not part of a backup, and one of another version counts as none.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from bleib import __version__
from bleib.outlook.models import Run

if TYPE_CHECKING:
    from bleib.forecast.models import Models

FOLDER = "models"

# The file that this process tried to read last, and when it was written.
_tried: tuple[Path, int] | None = None


def keep_models(models: Models, run: Run) -> None:
    """Instead of those of earlier runs."""
    path = _path(run)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(models.dumps())
    part.replace(path)
    for other in path.parent.glob("forecast-*"):
        if other != path:
            other.unlink(missing_ok=True)


def is_unread(_now: datetime) -> bool:
    """Whether there is a file that this process did not try to read: it was just started, or the models are new."""
    return (found := _newest()) is not None and found != _tried


def read_ahead(*, now: datetime) -> None:  # noqa: ARG001 - as the schedule calls it
    """Libraries and models take seconds to load. The first change after a start does not wait for them."""
    from bleib.forecast.runs import few  # noqa: F401 - what whoever is touched is judged with

    global _tried
    _tried = _newest()
    run = Run.objects.newest()
    if run is not None:
        kept_models(run)


def kept_models(run: Run) -> Models | None:
    """None where the file is missing, damaged, or was written by another version."""
    from bleib.kernel.errors import UsageError

    path = _path(run)
    try:
        return _loaded(path, path.stat().st_mtime_ns)
    except (FileNotFoundError, UsageError):
        return None


def _newest() -> tuple[Path, int] | None:
    """The file of the newest run and when it was written; None without one."""
    run = Run.objects.newest()
    try:
        return None if run is None else (_path(run), _path(run).stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=1)
def _loaded(path: Path, _written: int) -> Models:
    from bleib.forecast.models import loads

    return loads(path.read_bytes())


def _path(run: Run) -> Path:
    return Path(settings.HOME) / FOLDER / f"forecast-{run.pk}-{__version__}.skops"
