"""What a job found out about an upload, in files beside it: its progress, the outcome of a dry run, rejects.

They may quote the files, so they stay with them and go with them. One line each: an erasure takes whole lines.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

OUTCOME, PROGRESS, REJECTS = "outcome.json", "progress.json", "rejects.csv"


def write(folder: Path, name: str, found: Mapping[str, Any]) -> None:
    """Whole or not at all: a page may read it at any moment. Nothing where the upload was discarded meanwhile."""
    if folder.is_dir():
        draft = folder / f"{name}.draft"
        draft.write_text(json.dumps(found, ensure_ascii=False, default=str), encoding="utf-8")
        draft.replace(folder / name)


def read(folder: Path, name: str) -> dict[str, Any]:
    """What was written last; empty where there is nothing, or where an erasure took it."""
    try:
        found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def forget(folder: Path) -> None:
    """What was found out does not hold any more."""
    for name in (OUTCOME, PROGRESS, REJECTS):
        (folder / name).unlink(missing_ok=True)
