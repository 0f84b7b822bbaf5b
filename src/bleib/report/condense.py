"""What metrics say per customer, condensed to what a page can show; a million customers stay in Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# Classes of "days since the last order / own usual gap"; from 2 on a customer counts as overdue.
LATENESS_LIMITS = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0)


def grid(rfm: pa.Table) -> pa.Table:
    """Columns r, f, customers: how many customers share a recency and a frequency score."""
    counted = rfm.group_by(["r", "f"]).aggregate([([], "count_all")])
    return counted.rename_columns(["r", "f", "customers"]).sort_by([("r", "ascending"), ("f", "ascending")])


def lateness(rhythm: pa.Table) -> pa.Table:
    """Columns low, high (null = open), customers: how late customers with a rhythm of their own are."""
    ratio = rhythm["overdue_ratio"]
    classes = list(zip((0.0, *LATENESS_LIMITS), (*LATENESS_LIMITS, None), strict=True))
    counts = [_between(ratio, low, high) for low, high in classes]
    return pa.table(
        {
            "low": pa.array([low for low, _ in classes], pa.float64()),
            "high": pa.array([high for _, high in classes], pa.float64()),
            "customers": pa.array(counts, pa.int64()),
        }
    )


def worth(overdue: pa.Table) -> Mapping[str, Any]:
    """All overdue customers: their number, and what they brought in their last year (None where unknown)."""
    return {"customers": overdue.num_rows, "revenue_year": pc.sum(overdue["revenue_year"]).as_py()}


def most_changed(changes: pa.Table, count: int) -> pa.Table:
    """Of each kind (and of those kept, of those who bring more and of those who bring less) the first `count` rows."""
    gains = pc.fill_null(pc.greater(changes["change"], 0), fill_value=False)
    losses = pc.fill_null(pc.less(changes["change"], 0), fill_value=False)
    kept = pc.equal(changes["kind"], "kept")
    parts = [pc.equal(changes["kind"], kind) for kind in ("new", "won_back", "lost")]
    parts += [pc.and_(kept, gains), pc.and_(kept, losses)]
    return pa.concat_tables([changes.filter(part)[:count] for part in parts])


def _between(ratio: pa.ChunkedArray, low: float, high: float | None) -> int:
    inside = pc.greater_equal(ratio, low)
    if high is not None:
        inside = pc.and_(inside, pc.less(ratio, high))
    return pc.sum(inside).as_py() or 0
