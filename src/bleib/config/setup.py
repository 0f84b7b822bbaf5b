"""Opening an installation: its folder, its database brought to this version's tables."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, connections

from bleib.backup import mark
from bleib.config import empty
from bleib.config.environment import Misconfigured


def setup(home: Path | None = None) -> None:
    """Make Django ready for the installation in `home` (default: BLEIB_HOME), without touching its database."""
    os.umask(0o077)  # people's data lies in whatever is written: nobody else reads it, wherever it lies
    if home is not None and apps.ready:
        _move_to(home.absolute())
    elif home is not None:
        os.environ["BLEIB_HOME"] = str(home.absolute())
    if not settings.configured:
        os.environ["DJANGO_SETTINGS_MODULE"] = "bleib.config.settings"  # whatever a parent process uses
    django.setup()


def _move_to(home: Path) -> None:
    """To another installation in the same process. A database that does not lie in the old home stays in use."""
    database = connections.databases["default"]
    if database["NAME"] == settings.HOME / "bleib.sqlite3":
        connection.close()
        database["NAME"] = connection.settings_dict["NAME"] = home / "bleib.sqlite3"
    settings.HOME = home


def prepare() -> None:
    """Create or migrate the tables. Safe when several processes start at once: one does it, the others wait.

    Raises Misconfigured where the database was moved to PostgreSQL and its address is not set.
    """
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # people's data lies there: nobody else reads it
    _refuse_the_old_database()
    _refuse_half_a_restore()
    with _alone():
        if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
            empty.fill()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        _finish_restore(settings.HOME / "restored")


def _refuse_the_old_database() -> None:
    moved = settings.HOME / "bleib.sqlite3.moved"
    if connection.vendor == "sqlite" and moved.exists():
        raise Misconfigured(
            f"This installation was moved to PostgreSQL: set BLEIB_DATABASE_URL. To go back, rename {moved} to "
            "bleib.sqlite3; what was done since the move is not in it."
        )


def _refuse_half_a_restore() -> None:
    if mark.read() is not None and not (settings.HOME / "restored").exists():
        raise Misconfigured(
            "A restore was cut off: the database holds the rows of a backup, and the folder is not there yet. Repeat "
            "the call: bleib restore FILE"
        )


def _finish_restore(unfinished: Path) -> None:
    """Who was erased after the backup was made is erased again before anybody sees the restored data."""
    if unfinished.exists():
        from bleib.privacy.api import replay_erasures

        replay_erasures(now=datetime.now(UTC))
        mark.remove()
        unfinished.unlink()


@contextmanager
def _alone() -> Iterator[None]:
    if connections["default"].vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(6240713)")
            try:
                yield
            finally:
                cursor.execute("select pg_advisory_unlock(6240713)")
        return
    with (settings.HOME / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
