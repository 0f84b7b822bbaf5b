"""The models of the newest run as a file of the installation: who is touched by a change is judged with them at once.

The file can be made again: it is not part of a backup, and one of another version counts as none.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from bleib import __version__
from bleib.outlook.models import Run

if TYPE_CHECKING:
    from bleib.forecast.models import Models

FOLDER = "models"


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


def kept_models(run: Run) -> Models | None:
    """None where the file is missing, damaged, or was written by another version."""
    from bleib.kernel.errors import UsageError

    path = _path(run)
    try:
        return _loaded(path, path.stat().st_mtime_ns)
    except (FileNotFoundError, UsageError):
        return None


@lru_cache(maxsize=1)
def _loaded(path: Path, _written: int) -> Models:
    from bleib.forecast.models import loads

    return loads(path.read_bytes())


def _path(run: Run) -> Path:
    return Path(settings.HOME) / FOLDER / f"forecast-{run.pk}-{__version__}.skops"
