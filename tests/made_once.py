"""What all tests of a file begin with, made once: rows in a transaction around theirs, files in a folder they copy.

Measuring a history takes a second. Tests that begin with the same measured history share it; what each of them changes
is rolled back, and its folder is a copy. Every test of such a file has to ask for it, or it would find rows that are
none of its business; and none has a browser or processes of its own, which see only what was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings


class MadeOnce:
    """Calls what makes it, with a home folder; `undo` rolls back what it wrote to the database."""

    def __init__(self, folders: pytest.TempPathFactory, blocker: Any) -> None:
        self._folders, self._blocker = folders, blocker
        self._around: list[transaction.Atomic] = []

    def __call__(self, make: Callable[[Path], object], **settings: Any) -> Path:
        """The folder that `make` was given and has filled; to be copied by each test that may change it."""
        home = self._folders.mktemp("made") / "home"
        with self._blocker.unblock(), override_settings(HOME=home, **settings):
            around = transaction.atomic()
            around._from_testcase = True  # type: ignore[attr-defined] # as for the transaction around each test
            around.__enter__()
            self._around.append(around)
            make(home)
        return home

    def undo(self) -> None:
        with self._blocker.unblock():
            for around in reversed(self._around):
                transaction.set_rollback(True)
                around.__exit__(None, None, None)


def misplaced(items: Sequence[pytest.Item]) -> list[str]:
    """Tests that would find, unasked, what others of their file begin with, or that could not see it."""
    asking = {item.path for item in items if "made_once" in _fixtures(item)}
    return [item.nodeid for item in items if item.path in asking and not _fits(item)]


def _fits(item: pytest.Item) -> bool:
    committed = {"transactional_db", "live_server"} & _fixtures(item)
    stateful = "db" in _fixtures(item) or item.get_closest_marker("django_db") is not None
    return not committed and ("made_once" in _fixtures(item) or not stateful)


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))
