"""A scratch folder that goes with its process, and those of processes that were killed, which go with the next one."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A new folder named after this process. What dead processes of this user left behind is deleted first."""
    for folder in Path(tempfile.gettempdir()).glob("bleib-*-*"):
        if _is_orphan(folder):
            shutil.rmtree(folder, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"bleib-{os.getpid()}-")


def _is_orphan(folder: Path) -> bool:
    owner = re.fullmatch(r"bleib-(\d+)-\w+", folder.name)
    try:
        return owner is not None and folder.lstat().st_uid == os.getuid() and not _is_alive(int(owner[1]))
    except OSError:  # gone meanwhile
        return False


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
