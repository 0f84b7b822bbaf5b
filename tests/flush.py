"""Emptying the database between tests, though the database refuses to empty the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.apps import AppConfig, apps

STARTS = ("bleib.lights.migrations.0002_rules_to_start_with", "bleib.segments.migrations.0003_segments_to_start_with")


class Flush(AppConfig):
    """Django's `flush`, which only tests call, lifts the triggers while it works."""

    name = "tests.flush"
    label = "flush"

    def ready(self) -> None:
        from django.contrib.contenttypes.management import create_contenttypes
        from django.db import connection
        from django.db.backends.base.operations import BaseDatabaseOperations
        from django.db.models.signals import post_migrate

        from bleib.audit import append_only

        # What a migration wrote into a table is there again, whichever test ran before.
        starts = [import_module(name).start for name in STARTS]
        original = BaseDatabaseOperations.execute_sql_flush

        def flush(operations: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
            with append_only.lifted(operations.connection):
                original(operations, sql_list)
            for start in starts:
                start(apps, SimpleNamespace(connection=operations.connection))

        BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[assignment, method-assign]
        _delete_what_is_there(type(connection.ops))
        # Rows that nobody reads, written anew after each flush: roles say who may do what.
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)


def _delete_what_is_there(operations: Any) -> None:
    """A test leaves rows in a few tables: those are deleted. Emptying each of a hundred takes PostgreSQL half a second.

    Where numbering has to begin anew, as with `manage.py flush`, Django's own way stays.
    """
    every_table = operations.sql_flush

    def sql_flush(
        self: Any, style: Any, tables: Sequence[str], *, reset_sequences: bool = False, **how: Any
    ) -> list[str]:
        if reset_sequences or not tables:
            return every_table(self, style, tables, reset_sequences=reset_sequences, **how)
        asked = (f"select '{each}' where exists (select 1 from {self.quote_name(each)})" for each in tables)
        with self.connection.cursor() as cursor:
            cursor.execute(" union all ".join(asked))
            return [f"delete from {self.quote_name(name)}" for (name,) in cursor.fetchall()]

    operations.sql_flush = sql_flush
