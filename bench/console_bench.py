"""Server time of the console's pages at a thousand, a hundred thousand and a million customers, on both databases."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import installations
from bench.measure import Cost, command, middle
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio
from tests import postgres

SIZES = (1_000, 100_000, 1_000_000)
DATABASES = ("SQLite", "PostgreSQL")
HOSTS = {"BLEIB_HOSTS": "localhost,127.0.0.1,[::1],testserver"}
Key = tuple[str, int, str]  # database, customers, page


def measure(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:
    """Each size is an installation of its own; they take turns, and are held against the smallest."""
    sizes = sorted({max(100, int(size * scale)) for size in SIZES})
    laps: dict[Key, list[Cost]] = {}
    fills: dict[tuple[str, int], Cost] = {}
    for database in DATABASES:
        with _installations(database, sizes, data, fills=fills, say=say) as rooms:
            for repetition in range(repetitions):
                for size, environment in rooms.items():
                    for page, cost in _pages(environment).items():
                        laps.setdefault((database, size, page), []).append(cost)
                    say(f"  {repetition + 1}/{repetitions} {database}, {size:,} customers")
    return report(sizes, {key: middle(costs) for key, costs in laps.items()}, fills=fills)


def report(sizes: list[int], costs: dict[Key, Cost], *, fills: dict[tuple[str, int], Cost]) -> Section:
    small, large = sizes[0], sizes[-1]
    pages = dict.fromkeys((database, page) for database, _size, page in costs)
    return Section(
        title=f"Pages of the console, {small:,} to {large:,} customers",
        about="Server time of a page in the process that serves it, through every middleware, rendered, without the "
        f"network; {installations.FACTS_EACH} facts for each customer. Held against the installation with {small:,} "
        "customers in the same run. Figures are measured by the worker before; what measuring everybody costs stands "
        "below.",
        rows=[
            *(_row(f"{page}, {size:,}, {db}", cost) for (db, size, page), cost in costs.items()),
            *(_row(f"measuring all customers, {size:,}, {db}", cost) for (db, size), cost in fills.items()),
        ],
        verdicts=[
            _held(f"{page}, {database}", costs[database, large, page], costs[database, small, page])
            for database, page in pages
            if (database, small, page) in costs and (database, large, page) in costs
        ],
    )  # fmt: skip


def _row(what: str, cost: Cost) -> Row:
    return Row(what, cost.seconds, cost.cpu, cost.peak)


def _held(what: str, large: Cost, small: Cost) -> Verdict:
    return ratio(what, large, small, aim=2)


@contextmanager
def _installations(
    database: str, sizes: list[int], data: Path, *, fills: dict[tuple[str, int], Cost], say: Say
) -> Iterator[dict[int, dict[str, str]]]:
    """The environment of one installation of each size, filled. They go afterwards; exports stay."""
    homes = {size: data / f"console-{database.lower()}-{size}" for size in sizes}
    with _servers(database, sizes) as urls:
        try:
            for size, home in homes.items():
                shutil.rmtree(home, ignore_errors=True)
                home.mkdir(parents=True)
                export = installations.facts(size, data / f"facts-{size}.csv")
                told = _told("bench.installations", str(size), str(export), environment=_room(home, urls.get(size)))
                fills[database, size] = Cost(**told)
                say(f"  {database}, {size:,} customers: measured in {told['seconds']:.1f} s, {told['peak']:,.0f} MB")
            yield {size: _room(home, urls.get(size)) for size, home in homes.items()}
        finally:
            for home in homes.values():
                shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _servers(database: str, sizes: list[int]) -> Iterator[dict[int, str]]:
    """The address of an empty database for each size; none for SQLite."""
    if database == "SQLite":
        yield {}
        return
    with postgres.server() as url:
        import psycopg

        base = url.rpartition("/")[0]
        with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
            for size in sizes:
                connection.execute(f"create database size{int(size)}")
        yield {size: f"{base}/size{size}" for size in sizes}


def _room(home: Path, url: str | None) -> dict[str, str]:
    return {**HOSTS, "BLEIB_HOME": str(home), **({"BLEIB_DATABASE_URL": url} if url else {})}


def _pages(environment: dict[str, str]) -> dict[str, Cost]:
    told = _told("bench.console_pages", environment=environment)
    return {page: Cost(each["seconds"], each["cpu"], each["peak"]) for page, each in told.items()}


def _told(module: str, *arguments: str, environment: dict[str, str]) -> dict:
    """What a process in this installation printed as its last line."""
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    try:
        _cost, answer = command([sys.executable, "-m", module, *arguments])
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
    return json.loads(answer.strip().splitlines()[-1])
