"""A process among others: `bleib.history.tests.concurrent HOME append|record NUMBER TIMES` or `... import FILE`."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import duckdb
from django.db import transaction

from bleib.history.api import record
from bleib.history.lake import Lake
from bleib.history.tests.example_facts import line, stage
from bleib.history.tests.killable import JANUARY_EXPORT, NOW, perform, take, visit
from bleib.worker.api import LeaseTaken


def append(home: Path, number: int, times: int) -> None:
    """So many commits of one line each, without any lease."""
    with duckdb.connect() as connection:
        for n in range(times):
            stage(connection, [line("2025-01-02", f"K{number}", f"R{number}-{n}")])
            moment = NOW + timedelta(seconds=n)
            Lake(home).append(connection, table="staged", import_id=number, recorded_at=moment)


def record_and_append(home: Path, number: int, times: int) -> None:
    """So many facts, each in a transaction of its own, appended at once."""
    for n in range(times):
        with transaction.atomic():
            record([visit(f"{number}-{n}")], now=NOW)
        perform(home, "append")


def main() -> None:
    home, what, *rest = Path(sys.argv[1]), *sys.argv[2:]
    print("ready", flush=True)
    sys.stdin.readline()
    if what == "append":
        append(home, int(rest[0]), int(rest[1]))
        return
    if what == "record":
        record_and_append(home, *map(int, rest))
        return
    try:
        print("already" if take(home, JANUARY_EXPORT, file=rest[0]).already else "imported")
    except LeaseTaken:
        print("busy")


if __name__ == "__main__":
    main()
