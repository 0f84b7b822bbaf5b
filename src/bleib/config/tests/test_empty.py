"""The database of a new installation is a copy; what is copied is what the migrations make."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from bleib.config import empty
from bleib.config.setup import prepare
from bleib.kernel import disk

pytestmark = pytest.mark.slow  # the migrations take seconds, and are what the copy is held against

Rows = list[tuple[object, ...]]


@pytest.fixture
def new_home(tmp_path, settings, monkeypatch, django_db_blocker) -> Iterator[Path]:
    """A home without a database, in an environment that has made none yet."""
    monkeypatch.setattr(empty, "FOLDER", tmp_path / "schemas")
    settings.HOME, ours = tmp_path / "home", connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = settings.HOME / "bleib.sqlite3"
        yield settings.HOME
        connection.close()
        connection.settings_dict["NAME"] = ours


def said(database: Path) -> dict[str, object]:
    """Every table, index and trigger with its text, and every row but for when migrations were carried out."""
    with sqlite3.connect(database) as file:
        made: Rows = file.execute("select name, sql from sqlite_master order by name").fetchall()
        tables = [name for name, sql in made if str(sql).startswith("CREATE TABLE")]
        rows = {str(name): sorted(map(repr, file.execute(f'select * from "{name}"'))) for name in tables}
    return {"made": made, **rows, "django_migrations": len(rows["django_migrations"])}


def begun_again(home: Path) -> dict[str, object]:
    """What a second installation of the same environment begins with."""
    connection.close()
    (home / "bleib.sqlite3").unlink()
    prepare()
    return said(home / "bleib.sqlite3")


def test_a_second_installation_copies_what_the_migrations_made_for_the_first(new_home, monkeypatch):
    prepare()
    migrated = said(new_home / "bleib.sqlite3")
    monkeypatch.setattr(empty, "call_command", None)  # copied, or it fails
    assert begun_again(new_home) == migrated


def test_a_copied_database_is_on_the_disk_before_its_name_is(new_home, monkeypatch):
    prepare()
    synced: list[int] = []
    monkeypatch.setattr(disk.os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    begun_again(new_home)
    assert synced[:2] == [(new_home / "bleib.sqlite3").stat().st_ino, new_home.stat().st_ino]


def test_where_nothing_can_be_kept_every_installation_makes_its_own_tables(new_home, monkeypatch):
    (new_home.parent / "file").touch()
    monkeypatch.setattr(empty, "FOLDER", new_home.parent / "file" / "schemas")
    prepare()
    assert said(new_home / "bleib.sqlite3")["lights_ruleset"]


def test_where_sqlite_cannot_write_an_installation_has_its_tables_all_the_same(new_home):
    (empty.FOLDER / f"{os.getpid()}.partial").mkdir(parents=True)
    prepare()
    assert said(new_home / "bleib.sqlite3")["lights_ruleset"]


def test_the_copy_goes_by_every_file_that_makes_tables(monkeypatch):
    before = empty._digest()
    monkeypatch.setattr(empty, "MADE_BY", empty.MADE_BY[1:])
    assert empty._digest() != before
