"""Importing a million customers and a million contracts into PostgreSQL, against PostgreSQL's own COPY of the "
"result."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from bench import companies
from bench.measure import Cost, bleib, command, middle
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio
from tests import postgres

FULL_SIZE = 1_000_000
# In an order in which every row finds the rows it names.
TABLES = (
    *("customers_customerimport", "customers_product", "customers_customer", "customers_standing", "customers_contact"),
    *("customers_contract", "customers_contractversion", "history_pendingfact"),
)
LABELS = {
    "customers": "bleib customers import, customers with contacts",
    "contracts": "bleib customers import, contracts",
    "copy_customers": "COPY of the same customers, standings and contacts",
    "copy_contracts": "COPY of the same contracts, versions and facts",
    "plain_customers": "COPY of the customers' file as it is, into a table of texts without index",
    "plain_contracts": "COPY of the contracts' file as it is, into a table of texts without index",
}


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """Whole processes into a database that is new each time; COPY into the same tables with the same indexes."""
    lines = int(FULL_SIZE * scale)
    say(f"customers: {lines:,} customers and as many contracts")
    files = {
        "customers": companies.customers(lines, data / f"customers-{lines}.csv"),
        "contracts": companies.contracts(lines, data / f"contracts-{lines}.csv"),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in LABELS}
    with postgres.server() as url:
        os.environ["BLEIB_DATABASE_URL"] = url
        _migrate(data / "customers-home")
        for repetition in range(repetitions):
            for name, cost in _laps(url, files, data):
                costs[name].append(cost)
                say(f"  {repetition + 1}/{repetitions} {name}: {cost.seconds:.1f} s, {cost.peak:,.0f} MB")
    del os.environ["BLEIB_DATABASE_URL"]
    return report(lines, {name: middle(laps) for name, laps in costs.items()})


def report(lines: int, costs: dict[str, Cost]) -> Section:
    ours, theirs = (costs["customers"], costs["contracts"]), (costs["copy_customers"], costs["copy_contracts"])
    return Section(
        title=f"Import of customers and contracts into PostgreSQL ({lines:,} each)",
        about="Recognising the columns, checking values and VAT ids, matching, deadlines, standings, facts, "
        "what undoing "
        "needs, against COPY of the rows that came of it into the same tables with the same indexes and constraints. "
        "Whole processes; processor time is that of the client, so the ratio by the clock counts.",
        rows=[Row(LABELS[name], cost.seconds, cost.cpu, cost.peak) for name, cost in costs.items()],
        verdicts=[
            _clock("customers, bleib / COPY", ours[0], theirs[0]),
            _clock("contracts, bleib / COPY", ours[1], theirs[1]),
            Verdict("customers, bleib / COPY of the bare file", ours[0].seconds / costs["plain_customers"].seconds),
            Verdict("contracts, bleib / COPY of the bare file", ours[1].seconds / costs["plain_contracts"].seconds),
            *(
                Verdict(f"peak memory, {name}", costs[name].peak / 1024, aim=1.5, unit=" GiB")
                for name in ("customers", "contracts")
            ),
        ],
    )


def _clock(what: str, ours: Cost, theirs: Cost) -> Verdict:
    """The server's processor time is nobody's child, so it cannot be told."""
    return Verdict(what, ratio(what, ours, theirs).clock, aim=5)


def _laps(url: str, files: dict[str, Path], data: Path) -> Iterator[tuple[str, Cost]]:
    """Ours, and then COPY of what ours left, step by step."""
    home = data / "customers-home"
    with _fresh(url, "ours") as ours, _fresh(url, "theirs") as theirs:
        os.environ["BLEIB_DATABASE_URL"] = ours
        for name, file in files.items():
            before = _highest(ours)
            yield name, command(bleib("customers", "import", str(file), "--home", str(home)))[0]
            dumped = _dump(ours, before, folder=data / "dump")
            yield f"copy_{name}", command([sys.executable, "-m", "bench.peers.copying", theirs, *dumped])[0]
            shutil.rmtree(data / "dump")
            _plain_table(theirs, name, file)
            yield f"plain_{name}", command([sys.executable, "-m", "bench.peers.copying", theirs, f"{name}={file}"])[0]
    os.environ["BLEIB_DATABASE_URL"] = url


def _plain_table(url: str, name: str, file: Path) -> None:
    with file.open(encoding="utf-8") as stream, psycopg.connect(url) as connection:
        columns = [sql.SQL("{} text").format(sql.Identifier(each)) for each in stream.readline().strip().split(";")]
        connection.execute(sql.SQL("create table {} ({})").format(sql.Identifier(name), sql.SQL(", ").join(columns)))


def _migrate(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    command(bleib("customers", "imports", "--home", str(home)))


@contextmanager
def _fresh(url: str, name: str) -> Iterator[str]:
    """A copy of the database at `url`, which is migrated and empty."""
    with psycopg.connect(f"{url.rpartition('/')[0]}/postgres", autocommit=True) as connection:
        template = sql.Identifier(url.rpartition("/")[2])
        connection.execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), template))
        yield f"{url.rpartition('/')[0]}/{name}"
        connection.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _highest(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        query = sql.SQL("select coalesce(max(id), 0) from {}")
        rows = {each: connection.execute(query.format(sql.Identifier(each))).fetchone() for each in TABLES}
        return {table: row[0] for table, row in rows.items() if row is not None}


def _dump(url: str, before: dict[str, int], *, folder: Path) -> Sequence[str]:
    """Rows that came since, as `TABLE=FILE`. Standings that only changed are not copied: COPY cannot change."""
    folder.mkdir(parents=True)
    told = []
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for table in TABLES:
            rows = sql.SQL("select * from {} where id > {}").format(sql.Identifier(table), before[table])
            path = folder / f"{table}.csv"
            dumping = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv, HEADER)").format(rows)
            with cursor.copy(dumping) as copying, path.open("wb") as stream:
                stream.writelines(bytes(chunk) for chunk in copying)
            told.append(f"{table}={path}")
    return told
