"""Processes to be killed: `python -m bleib.config.tests.killable HOME`, with BLEIB_DATABASE_URL for PostgreSQL.

It loads Bleib once, opens nothing, and forks for each line on stdin: `install`, `worker`, `worker at POINT` or `web`.
It answers with the number of the process, and for what ends by itself (`install`, `at`) with how it ended.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bleib.config.setup import prepare, setup

QUICKLY = 0.02  # seconds: what is looked for, begun and noticed now and then is so all the time
COLLEAGUES, PASSWORD = 3, "a password that nobody guesses"
TABLES = (
    "create table accepted (fact_id text primary key, customer text, age integer)",
    "create table effects (handler text, fact_id text)",
    "create table appeared (customer text primary key)",
)


def web() -> None:
    """As a page does: a row of state and its facts, in one transaction, again and again."""
    from django.db import connection, transaction

    from bleib.history.api import record

    dice = random.Random(os.getpid())
    while True:
        now = datetime.now(UTC)
        facts = [_visit(dice, now) for _ in range(dice.randint(1, 20))]
        rows = [(fact.id.hex(), fact.customer, (now - fact.occurred_at).days) for fact in facts]
        with transaction.atomic(), connection.cursor() as cursor:
            record(facts, now=now)
            cursor.executemany("insert into accepted values (%s, %s, %s)", rows)
        time.sleep(dice.uniform(0, 0.05))


def _visit(dice: random.Random, now: datetime) -> Any:
    from bleib.history.api import NewFact

    key, age = f"{dice.getrandbits(64):x}", dice.choice((0, 10))
    return NewFact("visit", f"K{dice.randint(1, 50)}", now - timedelta(days=age), key)


def wire() -> None:
    """Handlers of our own instead of the real ones, before the schedule is read."""
    from bleib.config import wiring
    from bleib.history.wiring import Handler, Listener, Wiring
    from bleib.worker import crew, lane

    handlers = (
        Handler("thank", act=_note("thank"), fresh=timedelta(days=2)),
        Handler("count", act=_note("count"), fresh=timedelta(days=30)),
    )
    listeners = (Listener("appear", run=_appear, first=True), *wiring.ON_CHANGE)
    wiring.WIRING = Wiring({"visit": handlers}, listeners)
    crew.LOOK_SECONDS = lane.POLL_SECONDS = QUICKLY


def worker() -> None:
    """`bleib worker` with the real schedule, more often."""
    from bleib.config.schedule import ALL
    from bleib.worker.api import Crew, Every

    process = Crew([replace(entry, seconds=QUICKLY) if isinstance(entry, Every) else entry for entry in ALL])
    signal.signal(signal.SIGTERM, lambda *_: process.stop.set())
    process.run()


def _note(name: str) -> Callable[..., None]:
    """A handler without any protection of its own: acting twice would leave two rows."""

    def act(facts: Sequence[Any], *, now: datetime) -> None:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.executemany("insert into effects values (%s, %s)", [(name, fact.id.hex()) for fact in facts])

    return act


def _appear(change: Any, *, now: datetime) -> None:
    from django.db import connection

    from bleib.history.api import touched

    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into appeared values (%s) on conflict do nothing",
            [(customer,) for customer in touched(change)["customer"].to_pylist()],
        )


def install() -> None:
    prepare()
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)
    from bleib.accounts.models import User

    for number in range(COLLEAGUES):
        User.objects.create_user(f"colleague{number}@example.org", PASSWORD, name=f"Colleague {number}")


def _fork(work: Callable[[], None], home: Path, point: str = "") -> int:
    child = os.fork()
    if child:
        return child
    os.environ["BLEIB_CRASH_AT"] = point
    code = 1
    try:
        from bleib.config.logging import configure

        configure(stream=(home / "log").open("a"))
        work()
        code = 0
    finally:
        os._exit(code)


def main(home: Path) -> None:
    setup(home)
    home.mkdir(exist_ok=True)
    wire()
    import bleib.config.schedule  # noqa: F401 - loaded once, for all that are forked

    children = []
    try:
        for line in sys.stdin:
            name, _, point = line.strip().partition(" at ")
            children.append(_fork({"install": install, "worker": worker, "web": web}[name], home, point))
            print(_ended(children.pop()) if name == "install" or point else children[-1], flush=True)
            children = [child for child in children if os.waitpid(child, os.WNOHANG) == (0, 0)]
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)


def _ended(child: int) -> int:
    """Exit code, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
