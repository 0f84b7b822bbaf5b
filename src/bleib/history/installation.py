"""An installation's history as a book, read from its lake."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from bleib.history import activity, vanished
from bleib.history.book import Book, SourceNote, nothing_imported, observed_until
from bleib.history.counts import Counts
from bleib.history.derived import contracts_in
from bleib.history.engine import DuckDBEngine, Engine, connect
from bleib.history.events.reading import EVENTS
from bleib.history.lake import Lake
from bleib.history.measuring import SYNTHETIC
from bleib.history.models import Import, Setting
from bleib.kernel.errors import BleibError
from bleib.kernel.scratch import scratch_folder

# A million customers with twenty facts each need more than 700 MB; what does not fit either goes to a scratch folder.
MEMORY_LIMIT = "2GB"


@contextmanager
def open_book(
    home: Path, *, time_zone: str, now: datetime, groups: pa.Table | None = None, journeys: bool = False
) -> Iterator[Book]:
    """Everything the installation knows at `now`. Raises BleibError where nothing was imported yet, or a file
    goes while it is read.

    `groups`: product, product_group, for breadth; a product that is in none is one of its own. `journeys`: touchpoints
    will be asked for, see `activity.open`.
    """
    done = list(Import.objects.done())
    if not done:
        raise nothing_imported(home)
    with vanished.told(), scratch_folder() as scratch, _connect(scratch) as connection:
        try:
            counts = _counts(home, connection, done)
            activity.open(home, connection, now=now, groups=groups, journeys=journeys)
        except duckdb.IOException as error:
            reason = str(error).splitlines()[0]
            raise BleibError(
                f"A file of the history in {home} is missing or damaged. Restore it from a backup. ({reason})"
            ) from error
        first, last = _days(connection, done)
        with closing(_engine(connection)) as engine:
            yield Book(
                engine=engine,
                counts=counts,
                currency=str(Setting.read("currency", "EUR")),
                time_zone=time_zone,
                first_day=first,
                last_day=last,
                until=observed_until(last),
                sources=tuple(SourceNote(each.label, each.counted.read, _role(each)) for each in reversed(done)),
                synthetic=home_is_synthetic(home),
                contracts=contracts_in(connection),
            )


def _connect(scratch: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"memory_limit": MEMORY_LIMIT, "temp_directory": scratch})


def _role(entry: Import) -> str:
    """Imports of other things than orders say of which kind they are."""
    return EVENTS if "kind" in entry.options else "lines"


def _engine(connection: duckdb.DuckDBPyConnection) -> Engine:
    """DuckDB, where activity is already open; or the endpoint in BLEIB_ENGINE, which is given the tables."""
    if os.environ.get("BLEIB_ENGINE", "duckdb") == "duckdb":
        return DuckDBEngine(connection)
    names = ("activity", "customers", "contracts", "features", "touchpoints")
    return connect(**{name: connection.sql(f"FROM {name}").to_arrow_table() for name in names})


def _days(connection: duckdb.DuckDBPyConnection, done: list[Import]) -> tuple[date, date]:
    """First and last day of orders; where there are none, of anything that was imported."""
    first, last = connection.execute("SELECT min(day), max(day) FROM activity").fetchall()[0]
    if first is not None:
        return first, last
    return min(_known(each.first_day) for each in done), max(_known(each.last_day) for each in done)


def home_is_synthetic(home: Path) -> bool:
    """A generated company's installation says so in its folder's name."""
    return any(part.startswith(SYNTHETIC) for part in home.resolve().parts)


def _counts(home: Path, connection: duckdb.DuckDBPyConnection, done: list[Import]) -> Counts:
    """Lines read by all imports, and what became of them as the history stands now.

    Whatever was read and is neither rejected nor counted is a duplicate: of another line, or of a newer version.
    """
    told = sum((each.counted for each in done), Counts())
    if Lake(home).register(connection, "facts").version < 0:
        raise BleibError(f"{home / 'facts'} is missing or empty, but imports are listed. Restore it from a backup.")
    accepted, without_customer, cancellations = connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE customer IS NULL), count(*) FILTER (WHERE type = 'credit') "
        "FROM facts WHERE import_id IS NOT NULL"
    ).fetchall()[0]
    duplicates = told.read - told.rejected - accepted
    return Counts(
        told.read, accepted, duplicates, told.rejected, without_customer, cancellations,
        superseded=told.superseded, erased=told.erased,
    )  # fmt: skip


def _known(day: date | None) -> date:
    if day is None:
        raise AssertionError("A finished import knows its days.")
    return day
