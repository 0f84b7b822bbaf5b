"""Files that a command reads and writes: what is wrong with them is a sentence, not a trace."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from bleib.kernel.errors import BleibError, UsageError


def read(file: Path) -> str:
    """The file's text. Raises UsageError where there is none, or none that can be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error


def written(path: str | Path, write: Callable[[], object]) -> None:
    """Raises BleibError where the path cannot be written."""
    try:
        write()
    except OSError as error:
        raise BleibError(f"{path}: cannot be written ({error.strerror}). Choose another path.") from error


def put(text: str, out: Path | None) -> None:
    """Into the file, or to the terminal without one. Raises BleibError."""
    if out is None:
        sys.stdout.write(text)
    else:
        written(out, lambda: out.write_text(text, encoding="utf-8"))
