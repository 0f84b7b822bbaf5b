"""An installation whose processes a test starts and kills."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from bleib.config.tests.killable import worker
from bleib.history.lake import Lake
from bleib.worker.process import Process

Rows = list[tuple[Any, ...]]


@dataclass
class Installation:
    """A folder, a database, and a process that forks whom we kill."""

    home: Path
    url: str
    workers: int  # at a time

    def __post_init__(self) -> None:
        environment = os.environ | {"BLEIB_DATABASE_URL": self.url, "BLEIB_TIME_ZONE": "Europe/Berlin"}
        self._forking = subprocess.Popen(
            [sys.executable, "-m", "bleib.config.tests.killable", str(self.home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def start(self, what: Callable[[], None], *, at: str = "") -> int:
        """Number of the process; of one that dies `at` a point or ends by itself, how it ended."""
        assert self._forking.stdin is not None
        assert self._forking.stdout is not None
        self._forking.stdin.write(f"{what.__name__} at {at}\n" if at else f"{what.__name__}\n")
        self._forking.stdin.flush()
        return int(self._forking.stdout.readline())

    def ask(self, query: str) -> Rows:
        if self.url:
            with psycopg.connect(self.url) as server:
                return server.execute(query).fetchall()
        with sqlite3.connect(self.home / "bleib.sqlite3", timeout=30) as file:
            return file.execute(query).fetchall()

    def close(self) -> None:
        self._forking.communicate(timeout=60)

    def facts(self) -> Counter[str]:
        with duckdb.connect() as connection:
            Lake(self.home).register(connection)
            return Counter(fact_id.hex() for (fact_id,) in connection.execute("select id from facts").fetchall())

    def finish(self) -> None:
        """Let a worker do the rest, and stop it in order."""
        last = self.start(worker)
        until(self._is_quiet)
        os.kill(last, signal.SIGTERM)
        until(lambda: not runs(last))
        assert self.ask("select count(*) from worker_worker") == [(0,)]
        assert self._is_quiet()

    def check(self) -> None:
        """Every accepted fact is in the lake once; every handler acted on every fresh one once, and on no other."""
        accepted = self.ask("select fact_id, age from accepted")
        assert self.facts() == Counter(fact_id for fact_id, _ in accepted)
        expected = Counter(("count", fact_id) for fact_id, _ in accepted)
        expected += Counter(("thank", fact_id) for fact_id, age in accepted if age < 2)
        effects = Counter(self.ask("select handler, fact_id from effects"))
        assert (effects - expected, expected - effects) == (Counter(), Counter()), "twice or never"
        customers = self.ask("select distinct customer from accepted")
        assert Counter(self.ask("select customer from appeared")) == Counter(customers)
        assert Counter(self.ask("select number from customers_customer")) == Counter(customers)

    def _is_quiet(self) -> bool:
        """Asked in the direction in which work flows: what has left one place has come to the next."""
        pending = "select 1 from history_pendingfact"
        fresh = "select 1 from history_change where distributed_at is null"
        jobs = "select 1 from worker_job where schedule = '' and state not in ('done', 'cancelled')"
        return not any(self.ask(f"{query} limit 1") for query in (pending, fresh, jobs))


def runs(process: int) -> bool:
    return Process.of(process).began != "gone"


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def kill(process: int) -> bool:
    """Whether it was alive until then."""
    alive = runs(process)
    os.kill(process, signal.SIGKILL)
    until(lambda: not runs(process))
    return alive
