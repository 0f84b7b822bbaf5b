"""A book: what was read from files or the lake, ready to be measured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bleib.history.counts import Counts
from bleib.kernel.errors import BleibError
from bleib.kernel.told import NOTHING, Told
from bleib.kernel.windows import Unit, floor, following

if TYPE_CHECKING:
    from bleib.history.engine import Engine

# An export "until the end of August" often has no line on the last Sunday of August.
QUIET_DAYS_AT_MONTH_END = 3


@dataclass(frozen=True)
class SourceNote:
    """One file, sheet or table: its rows and what it was used for."""

    name: str
    rows: int
    role: str  # lines | heads | positions | events | names | skipped
    note: Told = NOTHING


@dataclass(frozen=True)
class Book:
    """`engine` holds the tables of `history.tables`; `until` is the first day not observed any more.

    `contracts`: how many rows of them there are; without any there is nothing to measure by contracts. `non_goods`:
    product codes that make no purchase.
    """

    engine: Engine
    counts: Counts
    currency: str
    time_zone: str
    first_day: date
    last_day: date
    until: date
    sources: tuple[SourceNote, ...] = ()
    synthetic: bool = False
    contracts: int = 0
    non_goods: tuple[str, ...] = ()


def nothing_imported(home: Path) -> BleibError:
    """What is said where there is no book yet."""
    return BleibError(
        f"Nothing was imported into {home} yet. Import files with 'bleib import FILE...', or name the files: "
        "'bleib report FILE...'."
    )


def observed_until(last_day: date) -> date:
    """First unobserved day: the day after the last fact, or the next month's first where only quiet days lack."""
    next_month = following(floor(last_day, Unit.MONTH), Unit.MONTH)
    quiet = (next_month - last_day).days - 1
    return next_month if quiet <= QUIET_DAYS_AT_MONTH_END else last_day + timedelta(days=1)
