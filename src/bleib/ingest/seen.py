"""Which messages came before. Asked and written for thousands at once: by models it would cost more than the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from bleib.history.bulk import insert
from bleib.ingest.models import Seen

MOST = 10_000  # of one question; SQLite takes three times as many


def known_among(digests: Sequence[bytes]) -> set[bytes]:
    """Those of the messages that were worked off."""
    ask = _known_on_postgresql if connection.vendor == "postgresql" else _known_on_sqlite
    return {digest for at in range(0, len(digests), MOST) for digest in ask(digests[at : at + MOST])}


def remember(digests: Collection[bytes], *, now: datetime) -> None:
    """They were worked off, in the caller's transaction. In order: each page of the table is then written once."""
    at = connection.ops.adapt_datetimefield_value(now)
    insert(Seen, ("digest", "seen_at"), ((digest, at) for digest in sorted(digests)))


def _known_on_postgresql(digests: Sequence[bytes]) -> list[bytes]:
    return _asked("select digest from ingest_seen where digest = any(%s)", [digests])


def _known_on_sqlite(digests: Sequence[bytes]) -> list[bytes]:
    marks = ", ".join(["%s"] * len(digests))
    return _asked(f"select digest from ingest_seen where digest in ({marks})", digests)


def _asked(sql: str, values: Sequence[Any]) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [bytes(digest) for (digest,) in cursor.fetchall()]
