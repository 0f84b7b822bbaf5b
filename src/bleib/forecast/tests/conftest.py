"""CDNOW's customers as METRICS.md counts them: weeks, several orders on one day are one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pytest

END = date(1997, 9, 30)


@dataclass(frozen=True)
class Cdnow:
    """`table` up to the end of September 1997; `later` the purchase days after it, in the table those of each."""

    table: pa.Table
    later: int


@pytest.fixture(scope="session")
def cdnow(shared_data) -> Cdnow:
    days: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    for line in (shared_data / "cdnow/CDNOW_sample.txt").read_text().splitlines():
        _, customer, day, _, amount = line.split()
        days[customer][date.fromisoformat(day)] += float(amount)
    rows = [_row(each) for each in days.values()]
    later = sum(day > END for each in days.values() for day in each)
    return Cdnow(pa.Table.from_pylist(rows), later)


def _row(amounts: dict[date, float]) -> dict[str, float]:
    first, *repeats = sorted(day for day in amounts if day <= END)
    spent = [amounts[day] for day in repeats]
    return {
        "frequency": float(len(repeats)),
        "recency": (repeats[-1] - first).days / 7 if repeats else 0.0,
        "age": (END - first).days / 7,
        "spend": sum(spent) / len(spent) if spent else 0.0,
        "later": float(sum(day > END for day in amounts)),
    }
