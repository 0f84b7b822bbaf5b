"""Opening an installation: its folder, its database brought to this version's tables."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, connections


def setup(home: Path | None = None) -> None:
    """Make Django ready for the installation in `home` (default: BLEIB_HOME), without touching its database."""
    if home is not None:
        os.environ["BLEIB_HOME"] = str(home.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bleib.config.settings")
    django.setup()


def prepare() -> None:
    """Create or migrate the tables. Safe when several processes start at once: one does it, the others wait."""
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    with _alone():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)


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
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / "migrating.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
