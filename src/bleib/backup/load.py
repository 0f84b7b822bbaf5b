"""Bringing saved rows into an empty database that has exactly the tables they came from, then up to date."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from bleib.backup import mark, tables
from bleib.kernel.crash import point
from bleib.kernel.errors import BleibError

Migration = tuple[str, str]


def load_tables(folder: Path, manifest: Mapping[str, Any], *, using: str, marked: str | None = None) -> int:
    """Load the tables saved in `folder` into the database `using`; returns how many rows. All or nothing.

    `marked` is put into the database with them. Where it is there already, so are the rows: nothing is loaded again.
    """
    if marked is not None and (found := mark.read(using=using)) is not None:
        if found != marked:
            raise BleibError("A restore of another backup was cut off. Repeat that one, or name an empty database.")
        call_command("migrate", database=using, interactive=False, verbosity=0)
        return sum(table["rows"] for table in manifest["tables"].values())
    state = build_tables([(app, name) for app, name in manifest["migrations"]], using=using)
    saved = manifest["tables"]
    total = 0
    with transaction.atomic(using=using):
        empty_tables(state, using=using)
        for model in tables.models(state):
            table = saved.get(model._meta.label_lower)
            if table is not None:
                with gzip.open(folder / f"{model._meta.label_lower}.jsonl.gz") as lines:
                    count = tables.load(model, lines, names=table["columns"], using=using)
                expect(model._meta.label, table["rows"], count)
                total += count
        if marked is not None:
            mark.put(marked, using=using)
    point("restore.loaded")
    call_command("migrate", database=using, interactive=False, verbosity=0)
    return total


def build_tables(applied: Iterable[Migration], *, using: str) -> Apps:
    """Make the tables as they were with these migrations; returns the models of that time.

    Raises BleibError where this Bleib does not know one of them.
    """
    executor = MigrationExecutor(connections[using])
    known = set(executor.loader.graph.nodes)
    unknown = [migration for migration in applied if migration not in known]
    if unknown:
        app, name = unknown[0]
        raise BleibError(f"This Bleib is older than what is to be restored: it lacks {app} {name}. Update it first.")
    with _checked_at_once(using):
        return executor.migrate(_last(executor, set(applied))).apps


@contextmanager
def _checked_at_once(using: str) -> Iterator[None]:
    """PostgreSQL alters no table whose new rows are still to be checked at the end of the transaction around this."""
    if connections[using].vendor != "postgresql" or not connections[using].in_atomic_block:
        yield
        return
    with connections[using].cursor() as cursor:
        cursor.execute("set constraints all immediate")
        yield
        cursor.execute("set constraints all deferred")


def _last(executor: MigrationExecutor, applied: set[Migration]) -> list[Migration]:
    """The applied migrations that no applied one of the same app follows."""
    nodes = executor.loader.graph.node_map
    followed = {parent.key for key in applied for parent in nodes[key].parents if parent.key[0] == key[0]}
    return sorted(applied - followed)


def empty_tables(state: Apps, *, using: str) -> None:
    """Migrations fill some tables; what comes in is complete. Raises BleibError where somebody has worked already."""
    user = state.get_model("accounts", "user")
    if user._base_manager.using(using).exists():
        raise BleibError("The database is in use already: it has colleagues. Name an empty one.")
    with connections[using].cursor() as cursor:
        for model in reversed(tables.models(state)):
            cursor.execute(f"DELETE FROM {connections[using].ops.quote_name(model._meta.db_table)}")


def expect(label: str, told: int, found: int) -> None:
    if told != found:
        raise BleibError(f"{label} had {told} rows, but {found} arrived. Nothing was changed.")
