"""What is known of customers in the installation of BLEIB_HOME: `python -m bench.past_work WHAT` prints what it cost.

`python -m bench.past_work make FILE` imports an export first; nobody is in the list of customers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from bench.installations import NOW, TODAY
from bench.telling import tell

FEW = 50
SUMS = """
select customer, min(day), max(day), sum(orders), sum(revenue), sum(refunds)
from activity where customer is not null group by 1
"""
A_YEAR_AGO = TODAY - timedelta(days=365)


def scan() -> int:
    """A bare look at the stored activity: its sums per customer."""
    from bleib.history.drilling import open_tables

    with open_tables(_home(), reads=()) as engine:
        return int(engine.run(SUMS).num_rows)


def everything() -> int:
    """All features of everybody for today."""
    return _features(TODAY)


def orders() -> int:
    """Only the groups that read activity; nobody pays for the others."""
    return _features(TODAY, groups=("orders", "trend", "season"))


def year_ago() -> int:
    """All features of everybody as they were known a year ago, with finding out what was known."""
    return _features(A_YEAR_AGO)


def few() -> int:
    """All features of fifty customers for today: what a change costs."""
    numbers = [str(10_000_001 + 7 * each) for each in range(FEW)]
    return _features(TODAY, customers=pa.table({"customer": numbers}))


def make() -> int:
    """The history of an export, as it is after a night: compact, and activity stored."""
    from django.core.management import call_command

    from bleib.cli._main import run as command
    from bleib.history.upkeep import compact_history

    call_command("migrate", verbosity=0)
    if command(["import", sys.argv[2], "--home", str(_home())]) != 0:
        raise SystemExit("The history was not imported.")
    compact_history(now=NOW)
    return scan()


WORK: dict[str, Callable[[], int]] = {
    "scan": scan,
    "everything": everything,
    "orders": orders,
    "year_ago": year_ago,
    "few": few,
    "make": make,
}


def _features(as_of: date, *, groups: tuple[str, ...] | None = None, customers: pa.Table | None = None) -> int:
    from bleib.forecast.features import features
    from bleib.history.past_home import past_of_home

    with past_of_home(_home(), now=NOW, customers=customers) as past:
        return int(features(past.at(as_of), as_of=as_of, groups=groups).num_rows)


def _home() -> Path:
    return Path(os.environ["BLEIB_HOME"])


if __name__ == "__main__":
    tell(WORK)
