"""One import from its first word to its last: begin, compare, stage, append, finish.

    with journal.importing(home, fingerprint=..., label=..., options=..., now=...) as entry:
        if entry.result is None:          # these files are new
            ...                           # read them into the tables `staged` and `staged_names`
            entry.record(connection, counts=counts, now=now)
    entry.result                          # an ImportResult, whoever did the work

If the process dies, the same call completes the import: before the commit it starts over, after it only the state
is brought up to date. An exception before the commit leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
from django.db import models, transaction

from bleib.history import crash, touched
from bleib.history.counts import Counts
from bleib.history.lake import Lake
from bleib.history.models import Import
from bleib.history.models.change import ChangeKind
from bleib.history.models.imports import ImportState, Name
from bleib.history.publishing import publish
from bleib.history.stripping import strip
from bleib.history.supersede import compare
from bleib.history.torn import refuse_torn
from bleib.history.undo import withdraw
from bleib.worker.api import lease


@dataclass(frozen=True)
class ImportResult:
    """A finished import. `already`: it was done before this call, which changed nothing."""

    id: int
    label: str
    counts: Counts
    first_day: date | None
    last_day: date | None
    finished_at: datetime
    rejects: str | None
    already: bool


@dataclass
class Entry:
    """The page of the journal that is being written. `id` names the import, also in the lake."""

    home: Path
    row: Import
    result: ImportResult | None = None
    lake: Lake = field(init=False)

    def __post_init__(self) -> None:
        self.lake = Lake(self.home)

    @property
    def id(self) -> int:
        return self.row.pk

    def record(
        self,
        connection: duckdb.DuckDBPyConnection,
        *,
        counts: Counts,
        now: datetime,
        staged: str = "staged",
        names: str | None = "staged_names",
        rejects: str | None = None,
    ) -> ImportResult:
        """Take the lines in `staged` into the lake, atomically; `counts` are those of the files alone.

        `rejects`: the reject file, relative to `home`; it goes when the import is undone.
        """
        # Two imports that correct the same order must see each other, so comparing and appending is one at a time.
        with lease("imports", doing="This import"):
            staged, without, erased = strip(connection, self.lake, staged)
            counts = replace(counts, without_customer=counts.without_customer + without, erased=erased)
            comparison = compare(connection, self.lake, staged=staged)
            crash.point("import.compared")
            self.row.stage(
                counts=comparison.correct(counts),
                days=_days(connection, staged),
                names=_names(connection, names),
                touched=touched.pack(connection, f"{_where(staged)} union all {_where('tombstones')}"),
                rejects=rejects,
                now=now,
            )
            crash.point("import.staged")
            self._append(connection, staged)
            return self.finish(now=now)  # under the lease: a backup finds the import begun, or done

    def finish(self, *, now: datetime) -> ImportResult:
        """The lake has the facts: say so. Completes an import that died after its commit."""
        crash.point("import.committed")
        with transaction.atomic():
            publish(
                ChangeKind.IMPORT,
                recorded_at=self._instant(),
                touched=bytes(self.row.touched or b""),
                lake_version=self.lake.version(),
                imported=self.row,
            )
            self.row.state, self.row.finished_at, self.row.touched = ImportState.DONE, now, None
            self.row.save()
        crash.point("import.finished")
        self.result = _result(self.row, already=False)
        return self.result

    def _append(self, connection: duckdb.DuckDBPyConnection, staged: str) -> None:
        self.lake.append(
            connection, table=staged, tombstones="tombstones", import_id=self.id, recorded_at=self._instant()
        )

    def _instant(self) -> datetime:
        if self.row.recorded_at is None:
            raise AssertionError("A staged import has an instant.")
        return self.row.recorded_at


@contextmanager
def importing(
    home: Path,
    *,
    fingerprint: str,
    label: str,
    options: Mapping[str, Any],
    now: datetime,
    by: models.Model | None = None,
) -> Iterator[Entry]:
    """Open the journal for files with this fingerprint (a hash of their content and the options); `by` a colleague.

    Raises LeaseTaken while another process imports the same files.
    """
    refuse_torn(home)
    with lease(f"import {fingerprint}", doing=f"Importing {label}", wait=0):
        row = _found(home, fingerprint, now) or Import.objects.create(
            fingerprint=fingerprint, label=label, options=options, started_at=now, by_id=by.pk if by else None
        )
        entry = Entry(home, row)
        crash.point("import.begun")
        _take_up(entry, now)
        try:
            yield entry
        finally:
            if entry.result is None and not _committed(entry):
                entry.row.forget()


def complete(home: Path, row: Import, *, now: datetime) -> None:
    """Finish an import whose process died after its commit, forget one that died before; the caller holds its lease."""
    entry = Entry(home, row)
    _take_up(entry, now)
    if entry.result is None:
        row.forget()
        if row.rejects:
            (home / row.rejects).unlink(missing_ok=True)


def _found(home: Path, fingerprint: str, now: datetime) -> Import | None:
    """The import of these files that counts, or would have, had nothing happened to it."""
    found = Import.objects.of_files(fingerprint)
    if found is None or found.state != ImportState.UNDOING:
        return found
    withdraw(home, found, now=now)
    return None


def _take_up(entry: Entry, now: datetime) -> None:
    """Complete what an earlier call did: it is done, or it died after its commit."""
    if entry.row.state == ImportState.DONE:
        entry.result = _result(entry.row, already=True)
    elif _committed(entry):
        entry.finish(now=now)


def _committed(entry: Entry) -> bool:
    """Whether the lake has this import. Only a staged import can be there."""
    if Import.objects.get(pk=entry.id).state != ImportState.STAGED:
        return False
    with duckdb.connect() as connection:
        return entry.lake.holds(connection, entry.id)


def _result(row: Import, *, already: bool) -> ImportResult:
    if row.counts is None or row.finished_at is None:
        raise AssertionError(f"Import {row.pk} is not finished.")
    return ImportResult(
        id=row.pk,
        label=row.label,
        counts=row.counted,
        first_day=row.first_day,
        last_day=row.last_day,
        finished_at=row.finished_at,
        rejects=row.rejects,
        already=already,
    )


def _where(table: str) -> str:
    return f"select customer, occurred_on from {table}"


def _days(connection: duckdb.DuckDBPyConnection, staged: str) -> tuple[date | None, date | None]:
    [(first, last)] = connection.execute(f"select min(occurred_on), max(occurred_on) from {staged}").fetchall()
    return first, last


def _names(connection: duckdb.DuckDBPyConnection, table: str | None) -> list[Name]:
    if table is None:
        return []
    return connection.execute(
        f"select customer, name, country from {table} where customer is not null "
        "and customer not in (from erased_customers)"
    ).fetchall()
