"""Anna has a folder watched and databases read; the operator has allowed both."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bleib.accounts.tests.people import anna
from bleib.pulls.api import FolderPlace, Pull, SqlPlace, Wanted, add_pull, switch_on
from bleib.pulls.tests.places import QUERY, SCHEMA
from bleib.uploads.api import Topic

__all__ = ["anna"]


@pytest.fixture
def now() -> datetime:
    """Files have been quiet for a while."""
    return datetime.now(UTC) + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.TIME_ZONE = "Europe/Berlin"
    return settings.HOME


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """A folder that the operator has allowed."""
    found = tmp_path / "exports"
    found.mkdir()
    settings.PULL_FOLDERS = [str(found)]
    return found


@pytest.fixture
def watch(anna, now, folder) -> Callable[..., Pull]:
    """A pull of the folder that is switched on."""

    def add(topic=Topic.HISTORY, **place) -> Pull:
        wanted = Wanted("Exports", topic, FolderPlace(str(folder), **place))
        return _on(add_pull(wanted, by=anna, now=now), anna, now)

    return add


@pytest.fixture
def shop(folder) -> Path:
    """The database of a shop, as a file."""
    file = folder / "shop.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(SCHEMA)
    return file


@pytest.fixture
def ask(anna, now, shop) -> Callable[..., Pull]:
    """A pull of the shop that is switched on."""

    def add(query=QUERY, column="changed_at", topic=Topic.HISTORY, **place) -> Pull:
        told = {"dialect": "sqlite", "database": str(shop), **place}
        wanted = Wanted("Shop", topic, SqlPlace(query=query, column=column, **told), password="open sesame")
        return _on(add_pull(wanted, by=anna, now=now), anna, now)

    return add


def _on(pull: Pull, by, now) -> Pull:
    switch_on(pull, by=by, now=now)
    return pull
