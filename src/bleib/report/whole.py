"""A file is written whole or not at all: a full disk leaves what was there before."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write `content` (text in UTF-8) to a file beside `path` and put it there when it is complete.

    Raises OSError as writing does; then `path` is as it was, and nothing is left beside it. A pipe or a device is
    written to directly.
    """
    place = path.resolve()
    data = content.encode("utf-8") if isinstance(content, str) else content
    if place.exists() and not place.is_file():
        place.write_bytes(data)
        return
    part = place.with_name(f".bleib-{os.getpid()}.part")
    try:
        _written(part, data)
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _written(part: Path, data: bytes) -> None:
    """On the disk, not only on its way there, so that the name never stands for less than the content."""
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
