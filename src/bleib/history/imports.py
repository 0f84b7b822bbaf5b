"""The list of imports and the way of one through it: started -> staged -> done -> undoing -> undone."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bleib.history.counts import Counts
from bleib.history.state import State
from bleib.kernel.errors import BleibError

Name = tuple[str, str | None, str | None]  # customer, name, country


@dataclass(frozen=True)
class Import:
    """One row of `imports`. `counts`, `recorded_at` and the days are known from `staged` on."""

    id: int
    fingerprint: str
    label: str
    options: Mapping[str, Any]
    state: str
    started_at: datetime
    counts: Counts | None = None
    recorded_at: datetime | None = None
    finished_at: datetime | None = None
    undone_at: datetime | None = None
    first_day: date | None = None
    last_day: date | None = None
    rejects: str | None = None

    @classmethod
    def of(cls, row: sqlite3.Row) -> Import:
        instants = {name: _instant(row[name]) for name in ("recorded_at", "finished_at", "undone_at")}
        days: dict[str, Any] = {name: row[name] and date.fromisoformat(row[name]) for name in ("first_day", "last_day")}
        return cls(
            id=row["id"],
            fingerprint=row["fingerprint"],
            label=row["label"],
            options=json.loads(row["options"]),
            state=row["state"],
            started_at=datetime.fromisoformat(row["started_at"]),
            counts=Counts(**json.loads(row["counts"])) if row["counts"] else None,
            rejects=row["rejects"],
            **instants,
            **days,
        )


def listing(state: State) -> list[Import]:
    """All imports, newest first, with undone and interrupted ones."""
    return [Import.of(row) for row in state.all("select * from imports order by id desc")]


def any_done(state: State) -> bool:
    """Whether the installation has facts: an import is done, or about to be."""
    return state.first("select 1 from imports where state in ('staged', 'done') limit 1") is not None


def get(state: State, import_id: int) -> Import:
    row = state.first("select * from imports where id = ?", import_id)
    if row is None:
        raise BleibError(f"There is no import {import_id}. `bleib imports` lists them with their numbers.")
    return Import.of(row)


def find(state: State, fingerprint: str) -> Import | None:
    """The import of these files that is not undone."""
    row = state.first("select * from imports where fingerprint = ? and state <> 'undone'", fingerprint)
    return Import.of(row) if row else None


def start(state: State, *, fingerprint: str, label: str, options: Mapping[str, Any], now: datetime) -> Import:
    """A new row `started`. The caller holds the lease of these files."""
    cursor = state.connection.execute(
        "insert into imports (fingerprint, label, options, state, started_at) values (?, ?, ?, 'started', ?)",
        (fingerprint, label, json.dumps(options, sort_keys=True, default=str), now.astimezone(UTC).isoformat()),
    )
    return get(state, int(cursor.lastrowid or 0))


def stage(
    state: State,
    entry: Import,
    *,
    counts: Counts,
    days: tuple[date | None, date | None],
    names: Iterable[Name],
    rejects: str | None,
    now: datetime,
) -> Import:
    """Say what is about to be committed, and give it its instant.

    Instants rise strictly from import to import, whatever the clock does: the newest claim on a fact wins.
    """
    first, last = (day.isoformat() if day else None for day in days)
    with state.transaction() as connection:
        recorded_at = _next_instant(connection, now).isoformat()
        connection.execute("delete from names where import_id = ?", (entry.id,))
        connection.executemany(
            "insert or replace into names values (?, ?, ?, ?)", ((entry.id, *name) for name in names)
        )
        connection.execute(
            "update imports set state = 'staged', counts = ?, recorded_at = ?, first_day = ?, last_day = ?, "
            "rejects = ? where id = ?",
            (json.dumps(asdict(counts)), recorded_at, first, last, rejects, entry.id),
        )
    return get(state, entry.id)


def finish(state: State, entry: Import, *, now: datetime) -> Import:
    """The lake has the facts; from now on the import counts as done."""
    state.connection.execute(
        "update imports set state = 'done', finished_at = ? where id = ?", (now.astimezone(UTC).isoformat(), entry.id)
    )
    return get(state, entry.id)


def forget(state: State, entry: Import) -> None:
    """An import that failed before anything was committed leaves no trace."""
    with state.transaction() as connection:
        connection.execute("delete from names where import_id = ?", (entry.id,))
        connection.execute("delete from imports where id = ? and state in ('started', 'staged')", (entry.id,))


def mark_undoing(state: State, entry: Import) -> None:
    state.connection.execute("update imports set state = 'undoing' where id = ?", (entry.id,))


def mark_undone(state: State, entry: Import, *, now: datetime) -> Import:
    """The lake has forgotten the facts: names that only this import knew go with them."""
    with state.transaction() as connection:
        connection.execute("delete from names where import_id = ?", (entry.id,))
        connection.execute(
            "update imports set state = 'undone', undone_at = ?, rejects = null where id = ?",
            (now.astimezone(UTC).isoformat(), entry.id),
        )
    return get(state, entry.id)


def names(state: State) -> list[sqlite3.Row]:
    """customer, name, country: what the newest finished import that knows it says of a customer."""
    return state.all(
        """
        select customer, name, country from (
            select names.*, row_number() over (partition by customer order by imports.recorded_at desc) as age
            from names join imports on imports.id = names.import_id where imports.state = 'done'
        ) where age = 1
        """
    )


def _next_instant(connection: sqlite3.Connection, now: datetime) -> datetime:
    newest = _instant(connection.execute("select max(recorded_at) from imports").fetchone()[0])
    now = now.astimezone(UTC)
    return now if newest is None or newest < now else newest + timedelta(microseconds=1)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
