"""A mark in a server's database: rows of a backup are there, the folder that belongs to them is not yet.

It is set in the transaction that loads the rows, so that whoever is killed before the folder is in its place can go on
with the same call, and nobody works with half an installation.
"""

from __future__ import annotations

from django.db import connections

TABLE = "bleib_restoring"


def put(backup: str, *, using: str) -> None:
    """Rows of this backup (its digest) are being loaded, in the caller's transaction."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"create table {TABLE} (backup text not null)")
        cursor.execute(f"insert into {TABLE} values (%s)", [backup])


def read(*, using: str = "default") -> str | None:
    """Digest of the backup whose rows wait for their folder; embedded databases lie in it and are never marked."""
    if connections[using].vendor != "postgresql":
        return None
    with connections[using].cursor() as cursor:
        cursor.execute("select to_regclass(%s) is not null", [TABLE])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(f"select backup from {TABLE}")
        return str(cursor.fetchone()[0])


def remove(*, using: str = "default") -> None:
    """The folder is there."""
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(f"drop table if exists {TABLE}")
