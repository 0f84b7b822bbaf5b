"""The tables of an empty database, made once for each state of the migrations: each run of the tests copies them.

Making them takes seconds, for every process of every run. The copy lies beside what else the tests remember, in the
environment; a migration that is new or changed makes another one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

FOLDER = Path(sys.prefix) / "schemas"
KEPT_SECONDS = 24 * 60 * 60


def open_test_database() -> None:
    """From now on the tests' own file is the database, with all tables and nothing in them."""
    connection.close()
    name = connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(
        connection.settings_dict["TEST"]["NAME"]
    )
    made = FOLDER / f"{_digest()}.sqlite3"
    if made.exists():
        shutil.copyfile(made, name)
    else:
        _make(name, made)


def _make(name: str, made: Path) -> None:
    """Another process may do the same at this moment: the last one wins, and nobody copies half a file."""
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    FOLDER.mkdir(exist_ok=True)
    for other in FOLDER.iterdir():
        if time.time() - other.stat().st_mtime > KEPT_SECONDS:
            other.unlink(missing_ok=True)
    partial = FOLDER / f"{os.getpid()}.partial"
    shutil.copyfile(name, partial)
    partial.replace(made)


def _digest() -> str:
    """Of all migrations, of the YAML that they write into tables, and of what carries them out."""
    found = hashlib.sha256(django.__version__.encode())
    for app in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for file in sorted([*Path(app.path).glob("migrations/*.py"), *Path(app.path).glob("*.yaml")]):
            found.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return found.hexdigest()[:16]
