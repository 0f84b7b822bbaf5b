"""Events of other systems: how many are taken, against COPY of the same rows; what the worker makes of them; memory."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.ingest_work import BATCH
from bench.measure import command
from bench.race import Say
from bench.section import Row, Section
from bench.verdict import Verdict, ratio
from tests import postgres

FULL_SIZE, FULL_MEMORY = 200_000, 5_000_000
CONTESTANTS = (
    ("PostgreSQL", "receive"),
    ("PostgreSQL", "copy_rows"),
    ("SQLite", "receive"),
    ("PostgreSQL", "work"),
    ("SQLite", "work"),
)
LABELS = {
    "receive": "taking requests, up to the commit",
    "copy_rows": "COPY of the same events as rows, a commit for each request",
    "work": "the worker: facts in the lake",
}


@dataclass(frozen=True)
class Lap:
    """Seconds by the clock and of this process's processor, peak memory; memory in use after a tenth and at the end."""

    seconds: float
    cpu: float
    peak: float
    early: float
    late: float


def speed(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:  # noqa: ARG001 - nothing is kept
    """Batches of 500, one process and one thread. The database works on another core where there is one."""
    events = max(2 * BATCH, int(FULL_SIZE * scale))
    laps: dict[tuple[str, str], list[Lap]] = {each: [] for each in CONTESTANTS}
    for repetition in range(repetitions):
        for database, part in CONTESTANTS:
            lap = _lap(part, database, events)
            laps[database, part].append(lap)
            say(f"  {repetition + 1}/{repetitions} {part}, {database}: {events / lap.seconds:,.0f}/s")
    return report(events, {key: _middle(some) for key, some in laps.items()})


def report(events: int, laps: dict[tuple[str, str], Lap]) -> Section:
    taken, copied = laps["PostgreSQL", "receive"], laps["PostgreSQL", "copy_rows"]
    worked = laps["PostgreSQL", "work"]
    return Section(
        title=f"Events by Segment's protocol ({events:,} events, requests of {BATCH})",
        about="Requests go through the whole application: every middleware, the write key, checking each message, and "
        "a committed row, without the network. The worker reads messages, finds out whether they came before and whose "
        "they are, applies rules, counts, and appends facts to the lake, up to 10,000 events a commit. The database's "
        "own processor time is not in the processor's column, and COPY leaves nearly all to the database: ratios to it "
        "say something by the clock. PostgreSQL does not wait for its disk here, SQLite does.",
        rows=[
            Row(f"{LABELS[part]}, {database}", lap.seconds, lap.cpu, lap.peak) for (database, part), lap in laps.items()
        ],
        verdicts=[
            _rate("events taken a second, PostgreSQL", events, taken, aim=40_000),
            ratio("taking requests / COPY of the same rows", taken, copied, aim=2),
            _rate("events taken a second, SQLite", events, laps["SQLite", "receive"]),
            _rate("events that become facts in the lake a second, PostgreSQL", events, worked, aim=40_000),
            ratio("the worker / COPY of the same rows", worked, copied),
            _rate("events that become facts in the lake a second, SQLite", events, laps["SQLite", "work"]),
        ],
    )


def memory(data: Path, *, scale: float, repetitions: int, say: Say) -> Section:  # noqa: ARG001 - one run is long
    """Five million events received, worked off and appended in one process."""
    events = max(20 * BATCH * 40, int(FULL_MEMORY * scale))
    lap = _lap("all_of_it", "PostgreSQL", events)
    say(f"  {events:,} events: {lap.early:,.0f} MB after a tenth, {lap.late:,.0f} MB at the end")
    return Section(
        title=f"Memory over {events:,} events",
        about="Received 20,000 at a time, and turned into facts in the lake, in one process.",
        rows=[Row("all of it, PostgreSQL", lap.seconds, lap.cpu, lap.peak)],
        verdicts=[
            Verdict("memory at the end / after a tenth", lap.late / lap.early, aim=1.25),
            _rate("events a second through all of it", events, lap),
        ],
    )


def _rate(what: str, events: int, lap: Lap, *, aim: float | None = None) -> Verdict:
    return Verdict(what, events / lap.seconds, events / lap.cpu, aim, at_least=True, unit="/s")


def _lap(part: str, database: str, events: int) -> Lap:
    with tempfile.TemporaryDirectory() as home, _address(database):
        cost, answer = command([sys.executable, "-m", "bench.ingest_work", part, home, str(events)])
    return Lap(**json.loads(answer), peak=cost.peak)


@contextmanager
def _address(database: str) -> Iterator[None]:
    """BLEIB_DATABASE_URL of an empty database, for a block."""
    before = os.environ.pop("BLEIB_DATABASE_URL", None)
    try:
        if database == "SQLite":
            yield
        else:
            with postgres.server() as url:
                os.environ["BLEIB_DATABASE_URL"] = url
                yield
    finally:
        os.environ.pop("BLEIB_DATABASE_URL", None)
        if before is not None:
            os.environ["BLEIB_DATABASE_URL"] = before


def _middle(laps: list[Lap]) -> Lap:
    return Lap(
        seconds=median(lap.seconds for lap in laps),
        cpu=median(lap.cpu for lap in laps),
        peak=max(lap.peak for lap in laps),
        early=median(lap.early for lap in laps),
        late=median(lap.late for lap in laps),
    )
