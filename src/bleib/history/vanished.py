"""Files go while somebody reads them: when a person is erased at once, else an hour or a week after they were replaced.

Whoever asks again reads those that came instead. Pages ask, too, and load the engine only when they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError

GONE = ("No files found", "No such file or directory")  # how the engine says so

Given = ParamSpec("Given")
Found = TypeVar("Found")


class Vanished(BleibError):
    """A file of the history went while it was read."""


@contextmanager
def told() -> Iterator[None]:
    """What is read in here raises Vanished where a file went meanwhile."""
    import duckdb

    try:
        yield
    except duckdb.IOException as error:
        if not any(words in str(error) for words in GONE):
            raise
        raise Vanished(
            _(
                "Files of the history were replaced while they were read, as when somebody is erased. Ask again. "
                "If it stays like this, a file is missing: restore the history from a backup."
            )
        ) from error


def again(read: Callable[Given, Found]) -> Callable[Given, Found]:
    """Read a second time where a file vanished the first time."""

    @wraps(read)
    def twice(*args: Given.args, **kwargs: Given.kwargs) -> Found:
        try:
            return read(*args, **kwargs)
        except Vanished:
            return read(*args, **kwargs)

    return twice
