"""A process that does one thing to a lake, so that a test can kill it: `bleib.history.tests.killable HOME`.

It says "ready", reads `OPERATION [at CRASH POINT]` from stdin, does it, says "done" and reads the next one.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from django.db import transaction

from bleib.history import activity, journal
from bleib.history.api import record
from bleib.history.compaction import compact
from bleib.history.counts import Counts
from bleib.history.forgetting import forget
from bleib.history.models import Import
from bleib.history.new_fact import NewFact
from bleib.history.pending import append_pending
from bleib.history.tests.example_facts import line, stage
from bleib.history.undo import undo

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)

# Thirty orders of ten customers from January to March, two lines each.
JANUARY_EXPORT = [
    line(f"2025-{1 + n // 10:02}-{1 + n % 28:02}", f"K{n % 10}", f"R{n}", 10 + n, product=product)
    for n in range(30)
    for product in "AB"
]
# Exported again in February: R5 lost a line, R6 moved to April, R7 to another customer, R8 has another amount, R9 was
# cancelled in March, R10 goes on in April; the last ten orders are new.
FEBRUARY_EXPORT = [
    *(each for each in JANUARY_EXPORT if each["ref"] not in {"R5", "R6", "R7", "R8"} and each["ref"] < "R2"),
    line("2025-01-06", "K5", "R5", 15),
    line("2025-04-07", "K6", "R6", 16),
    line("2025-01-08", "K9", "R7", 17),
    line("2025-01-09", "K8", "R8", 99),
    line("2025-03-10", "K9", "R9", -38, product="A"),
    line("2025-04-11", "K0", "R10", 5, product="C"),
    *(line(f"2025-04-{n - 20:02}", f"K{n % 10}", f"R{n}", n) for n in range(30, 40)),
]
RECORDED = 20
EXPORTS = {"january": JANUARY_EXPORT, "february": FEBRUARY_EXPORT}

# Ends where it begins, with an empty lake, so that a test can go round as often as it likes.
ROUND = (
    "import january",
    "import february",
    "compact",
    "undo january",
    "refresh",
    "import january",
    "undo february",
    "compact",
    "undo january",
    "refresh",
)


def perform(home: Path, operation: str) -> None:
    """Do it, or complete it if it was begun."""
    verb, _, what = operation.partition(" ")
    if verb == "import":
        take(home, EXPORTS[what], file=what)
    elif verb == "undo":
        found = Import.objects.of_files(what)
        if found is not None:
            undo(home, found.pk, now=NOW)
    elif verb == "compact":
        compact(home, retention_hours=0)
    elif verb == "record":
        with transaction.atomic():
            record([visit(f"{what}-{n}") for n in range(RECORDED)], now=NOW)
    elif verb == "append":
        append_pending(home, now=NOW)
    elif verb == "erase":
        forget(home, customers=[what], now=NOW)
    else:
        with duckdb.connect() as connection:
            activity.refresh(home, connection)


def take(home: Path, lines: list[dict[str, Any]], *, file: str, now: datetime = NOW) -> journal.ImportResult:
    """Import lines as if they stood in `file`."""
    with (
        duckdb.connect() as connection,
        journal.importing(home, fingerprint=file, label=file, options={}, now=now) as entry,
    ):
        if entry.result is None:
            stage(connection, lines)
            counts = Counts(read=len(lines), accepted=len(lines))
            return entry.record(connection, counts=counts, names=None, now=now)
        return entry.result


def visit(key: str, customer: str = "K1") -> NewFact:
    """Somebody looked at a page: a fact that comes in one by one."""
    return NewFact("visit", customer, NOW, key, product="prices")


def main() -> None:
    home = Path(sys.argv[1])
    print("ready", flush=True)
    for order in sys.stdin:
        operation, _, point = order.strip().partition(" at ")
        os.environ["BLEIB_CRASH_AT"] = point
        perform(home, operation)
        print("done", flush=True)


if __name__ == "__main__":
    main()
