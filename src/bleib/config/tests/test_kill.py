"""Whatever is killed at whatever moment: each fact counts once, and each handler acts on it once.

A page's process and the workers are killed over and over while they work on one installation; then the rest is done and
everything is compared with what was accepted.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from bleib.config.tests.killable import install, web, worker
from bleib.history import delivery
from bleib.history.lake import Lake
from bleib.worker import lane
from bleib.worker.process import Process
from tests import postgres

pytestmark = [pytest.mark.kill, pytest.mark.timeout(180)]

KILLS = 100  # on each database
POINTS = (
    "pending.batched",
    "pending.committed",
    "pending.finished",
    "job.claimed",
    "job.ran",
    "job.settled",
    "feed.enqueued",
    "feed.distributed",
    "delivery.noted",
    "delivery.acted",
)
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
        import sqlite3

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

    def _is_quiet(self) -> bool:
        open_jobs = "select 1 from worker_job where schedule = '' and state not in ('done', 'cancelled')"
        fresh = "select 1 from history_change where distributed_at is null"
        return not any(
            self.ask(f"{query} limit 1") for query in (open_jobs, fresh, "select 1 from history_pendingfact")
        )


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    with ExitStack() as stack:
        on_server = request.param == "postgresql"
        url = stack.enter_context(postgres.server()) if on_server else ""
        installed = Installation(tmp_path / "home", url, workers=2 if on_server else 1)
        stack.callback(installed.close)
        assert installed.start(install) == 0
        yield installed


def check(installation: Installation) -> None:
    """Every accepted fact is in the lake once; every handler acted on every fresh one once, and on no other."""
    accepted = installation.ask("select fact_id, age from accepted")
    assert installation.facts() == Counter(fact_id for fact_id, _ in accepted)
    expected = Counter(("count", fact_id) for fact_id, _ in accepted)
    expected += Counter(("thank", fact_id) for fact_id, age in accepted if age < 2)
    assert Counter(installation.ask("select handler, fact_id from effects")) == expected
    customers = installation.ask("select distinct customer from accepted")
    assert Counter(installation.ask("select customer from appeared")) == Counter(customers)


def test_every_crash_point_stands_in_the_code_and_in_the_list() -> None:
    code = Path(lane.__file__).read_text() + Path(delivery.__file__).read_text()
    assert set(re.findall(r'point\("(.*?)"\)', code)) == {point for point in POINTS if not point.startswith("pending")}


def test_killed_at_named_points(installation: Installation) -> None:
    for point in POINTS:
        page = installation.start(web)
        assert installation.start(worker, at=point) == -signal.SIGKILL
        kill(page)
    installation.finish()
    check(installation)


def test_killed_at_random_moments(installation: Installation) -> None:
    dice, deaths = random.Random(3), 0
    at_work = [installation.start(worker) for _ in range(installation.workers)]
    page = installation.start(web)
    while deaths < KILLS:
        time.sleep(dice.uniform(0, 0.6))
        if dice.random() < 0.25:
            deaths += kill(page)
            page = installation.start(web)
        else:
            deaths += kill(at_work.pop(0))
            at_work.append(installation.start(worker))
    for process in (page, *at_work):
        kill(process)
    installation.finish()
    check(installation)
    assert len(installation.ask("select 1 from accepted")) > 1_000
