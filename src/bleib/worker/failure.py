"""What is kept of an error: what kind it was and where, never what it says.

Messages of errors quote what they stumbled over: a name, an address, a line of somebody's file. Kinds and places
in our code do not.
"""

from __future__ import annotations

import traceback
from pathlib import Path

from django.db import InterfaceError, OperationalError

from bleib.worker.tasks import Unfinished

SITE = Path(__file__).parents[2]
KNOWN: tuple[tuple[type[BaseException], str], ...] = (
    (OperationalError, "The database did not answer or was busy."),
    (InterfaceError, "The connection to the database was lost."),
    (MemoryError, "The memory was not enough."),
    (TimeoutError, "Something took too long to answer."),
    (ConnectionError, "A connection was refused or lost."),
)


def sentence(error: BaseException) -> str:
    """Why it failed, in one sentence without personal data."""
    if isinstance(error, Unfinished):
        return str(error).replace("\0", "")  # which PostgreSQL does not store
    for kind, said in KNOWN:
        if isinstance(error, kind):
            return said
    if isinstance(error, OSError) and error.strerror:
        return f"The operating system said: {error.strerror}."
    return f"Something unexpected happened: {_name(error)} in {_place(error)}."


def trace(error: BaseException) -> str:
    """Files, lines and functions of the error and of what caused it, without a single value."""
    parts = []
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and current not in seen:
        frames = traceback.extract_tb(current.__traceback__, limit=-20)
        places = [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        parts.append("\n".join([*places, _name(current)]))
        seen.append(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\nfollowed by\n".join(reversed(parts))


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{_short(frames[-1].filename)}, line {frames[-1].lineno}" if frames else "no known place"


def _short(file: str) -> str:
    """The file's path within our code or its package: where an installation lies is nobody's business."""
    path = Path(file)
    if path.is_relative_to(SITE):
        return str(path.relative_to(SITE))
    return "/".join(path.parts[-3:])
