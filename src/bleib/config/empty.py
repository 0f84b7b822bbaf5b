"""The tables of an empty database on SQLite, made once for each state of the migrations: new installations copy them.

Making them takes seconds. The copy lies in the environment, which changes with the version; a migration that is new or
changed makes another one. Nothing in it belongs to anybody: no row, no key, no salt.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from bleib.kernel.disk import sync

FOLDER = Path(sys.prefix) / "schemas"
KEPT_SECONDS = 24 * 60 * 60
# What makes tables, what is written into them, and what migrations call for it.
MADE_BY = ("migrations/*.py", "*.yaml", "append_only.py")


def fill() -> None:
    """Make the tables in the file of the default connection, which is not there yet: copied if ever made before."""
    made = FOLDER / f"{_digest()}.sqlite3"
    if not _copied(made, Path(connection.settings_dict["NAME"])):
        call_command("migrate", interactive=False, verbosity=0)
        _keep(made)


def _copied(made: Path, database: Path) -> bool:
    """Half a copy is never taken for a database, also after a power cut: SQLite syncs only what it writes itself.

    Somebody else's environment may not be readable.
    """
    partial = database.with_name(f"{database.name}.partial")
    try:
        shutil.copyfile(made, partial)
        sync(partial)
    except OSError:
        partial.unlink(missing_ok=True)
        return False
    partial.replace(database)
    sync(database.parent)
    return True


def _keep(made: Path) -> None:
    """For the next one. Another process may do the same at this moment: the last one wins, and nobody copies half."""
    partial = made.with_name(f"{os.getpid()}.partial")
    try:
        FOLDER.mkdir(exist_ok=True)
        _forget_others()
        with closing(sqlite3.connect(partial)) as copy:
            connection.connection.backup(copy)
        partial.replace(made)
    except (OSError, sqlite3.Error):  # nobody may write there, or it is full: every installation makes its own tables
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _forget_others() -> None:
    for other in FOLDER.iterdir():
        if time.time() - other.stat().st_mtime > KEPT_SECONDS:
            other.unlink(missing_ok=True)


def _digest() -> str:
    """Of all that the tables depend on, Django and SQLite included."""
    found = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for app in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for file in sorted(file for pattern in MADE_BY for file in Path(app.path).glob(pattern)):
            found.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return found.hexdigest()[:16]
