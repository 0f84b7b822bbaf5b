"""Emptying the database between tests, though the database refuses to empty the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import SimpleNamespace

from django.apps import AppConfig, apps


class Flush(AppConfig):
    """Django's `flush`, which only tests call, lifts the triggers while it works."""

    name = "tests.flush"
    label = "flush"

    def ready(self) -> None:
        from django.contrib.contenttypes.management import create_contenttypes
        from django.db.backends.base.operations import BaseDatabaseOperations
        from django.db.models.signals import post_migrate

        from bleib.audit import append_only

        # What a migration wrote into a table is there again, whichever test ran before.
        start = import_module("bleib.lights.migrations.0002_rules_to_start_with").start
        original = BaseDatabaseOperations.execute_sql_flush

        def flush(operations: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
            with append_only.lifted(operations.connection):
                original(operations, sql_list)
            start(apps, SimpleNamespace(connection=operations.connection))

        BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[assignment, method-assign]
        # Rows that nobody reads, written anew after each flush: roles say who may do what.
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        post_migrate.disconnect(create_contenttypes)
