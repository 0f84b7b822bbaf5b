"""State of an installation: imports, leases, settings and customers' names in one SQLite file.

Personal data (names) lives only here. Writes are short; nothing waits for the lake inside a transaction.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

from bleib.kernel.errors import BleibError

SCHEMA = (files("bleib.history") / "state.sql").read_text(encoding="utf-8")
BUSY_SECONDS = 30.0
WAL_ATTEMPTS = 100


def open_state(home: Path) -> State:
    """Open (and on first use create) HOME/state.sqlite3. Raises BleibError where that is impossible."""
    path = home / "state.sqlite3"
    if not path.exists() and (home / "facts").exists():
        raise BleibError(
            f"{path} is missing, but {home / 'facts'} is there: without the state file nobody knows which import a "
            "fact belongs to. Restore both from the same backup."
        )
    try:
        home.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.executescript("pragma synchronous = full; pragma foreign_keys = on;")
        state = State(home=home, connection=connection)
        state.prepare()
    except (OSError, sqlite3.Error) as error:
        raise BleibError(
            f"The state file {path} cannot be opened: {error}. Is the folder writable, and is the file one of Bleib's?"
        ) from error
    return state


class State:
    """A connection to the state file. Close it, or use it in a `with`."""

    def __init__(self, *, home: Path, connection: sqlite3.Connection) -> None:
        self.home = home
        self.connection = connection

    def prepare(self) -> None:
        """Create missing tables. Cheap when they exist, and safe when two processes start at once."""
        if self.one("select count(*) as n from sqlite_master where name = 'settings'")["n"] == 0:
            self._use_wal()
            self.connection.executescript(f"begin immediate; {SCHEMA} commit;")

    def _use_wal(self) -> None:
        """SQLite does not wait for another process here, so we do: two may create the file at once."""
        for attempt in range(WAL_ATTEMPTS):
            try:
                self.connection.execute("pragma journal_mode = wal")
            except sqlite3.OperationalError:
                if attempt == WAL_ATTEMPTS - 1:
                    raise
                time.sleep(0.02)
            else:
                return

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. IMMEDIATE, so that two writers wait for each other instead of failing midway."""
        self.connection.execute("begin immediate")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def all(self, sql: str, *parameters: Any) -> list[sqlite3.Row]:
        return self.connection.execute(sql, parameters).fetchall()

    def first(self, sql: str, *parameters: Any) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.connection.execute(sql, parameters).fetchone()
        return row

    def one(self, sql: str, *parameters: Any) -> sqlite3.Row:
        row = self.first(sql, *parameters)
        if row is None:
            raise LookupError(sql)
        return row

    def setting(self, name: str, default: Any = None) -> Any:
        """Value of a setting of this installation (any JSON value)."""
        row = self.first("select value from settings where name = ?", name)
        return default if row is None else json.loads(row["value"])

    def set_setting(self, name: str, value: Any) -> None:
        self.connection.execute("insert or replace into settings values (?, ?)", (name, json.dumps(value)))

    def close(self) -> None:
        self.connection.close()

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
