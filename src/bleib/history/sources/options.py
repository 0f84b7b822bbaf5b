"""How files are to be read: what the user said on the command line or saved as a preset."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bleib.history.sources.keys import KEYS
from bleib.kernel.errors import BleibError, UsageError


class DateOrder(StrEnum):
    """Which part of 01/02/2025 comes first; only needed where the values leave it open."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True)
class ReadOptions:
    """`columns` maps a key to a heading (or a column number from 1); an empty heading takes the key away."""

    columns: Mapping[str, str] = field(default_factory=dict)
    system: str = "files"
    source_column: str | None = None
    currency: str | None = None
    time_zone: str = "Europe/Berlin"
    date_order: DateOrder | None = None
    non_goods: tuple[str, ...] = ()


class AmbiguousDates(BleibError):
    """The dates of a column could be day first or month first, or some are this and some are that."""

    exit_code = 2

    def __init__(self, source: str, column: str, sample: str, *, mixed: bool = False) -> None:
        what = (
            f"some dates in column '{column}' can only be read day first, others only month first"
            if mixed
            else f"the dates in column '{column}' can be read day first or month first"
        )
        super().__init__(
            f"{source}: {what}, for example '{sample}'. Say which it is with --dates dmy or --dates mdy"
            f"{'; the others will be rejected' if mixed else ''}."
        )
        self.column = column
        self.sample = sample


def parse_columns(assignments: list[str], keys: Collection[str] = tuple(KEYS)) -> dict[str, str]:
    """Read `--map KEY=COLUMN` arguments; `keys` are those there are."""
    columns = {}
    for each in assignments:
        key, separator, column = each.partition("=")
        if not separator or key.strip() not in keys:
            raise UsageError(f"--map {each}: write KEY=COLUMN, where KEY is one of: {' '.join(keys)}.")
        columns[key.strip()] = column.strip()
    return columns
