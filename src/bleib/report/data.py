"""The report as JSON: unrounded, documented in schema.json, the same for every language.

Money is a JSON number with at most four decimals, written so that it reads back exactly: a double keeps 15 digits,
that is 99,999,999,999.9999. What was not observed is null, never 0. Rates are in percent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from bleib.history.book import SourceNote
from bleib.kernel.windows import Window
from bleib.report.compose import Report

VERSION = 1
# Metrics that answer with one row; the others are lists.
SINGLE = frozenset({
    "totals", "order_gaps", "retention", "retention_regulars", "won_back_rate", "revenue_retention", "repeat_share",
    "regular_revenue_share", "time_to_second_order", "pareto", "margin", "mrr", "newly_overdue_total",
    "contract_retention", "mrr_bridge",
})  # fmt: skip


def to_json(report: Report) -> dict[str, Any]:
    """Plain dicts, lists, numbers, strings and None: ready for json.dumps."""
    metrics = {slug: _answer(slug, rows) for slug, rows in report.answers.items()}
    return {
        "schema_version": VERSION,
        "bleib_version": report.version,
        "composed_at": report.composed_at.isoformat() if report.composed_at else None,
        "synthetic": report.synthetic,
        "currency": report.currency,
        "time_zone": report.time_zone,
        "first_day": report.first_day.isoformat(),
        "last_day": report.last_day.isoformat(),
        "until": report.until.isoformat(),
        "windows": _windows(report),
        "import": asdict(report.counts) | {"sources": [_source(each) for each in report.sources]},
        **metrics,
        "rfm_grid": [_row(row) for row in report.grid],
        "lateness": [_row(row) for row in report.lateness],
        "overdue_total": _row(report.worth),
    }


def _source(note: SourceNote) -> dict[str, Any]:
    return asdict(note) | {"note": note.note.en}


def _windows(report: Report) -> dict[str, Any]:
    windows = report.windows
    return {
        "base": _window(windows.base),
        "next": _window(windows.next),
        "as_of": windows.as_of.isoformat(),
        "unit": str(windows.unit),
        "cohort_unit": str(windows.cohort_unit),
        "revenue": _window(report.revenue_window),
        "month": _window(windows.month) if windows.month else None,
        "reason": windows.why.removeprefix("why_"),
    }


def _window(window: Window) -> dict[str, str]:
    return {"start": window.start.isoformat(), "end": window.end.isoformat()}


def _answer(slug: str, rows: tuple[Mapping[str, Any], ...]) -> Any:
    plain = [_row(row) for row in rows]
    return plain[0] if slug in SINGLE else plain


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row: the two ends of an interval become one `ci95`."""
    plain = {name: _value(value) for name, value in row.items() if name not in ("ci95_low", "ci95_high")}
    if "ci95_low" in row:
        plain["ci95"] = None if row["ci95_low"] is None else [row["ci95_low"], row["ci95_high"]]
    return plain


def _value(value: Any) -> Any:
    """Decimals become the shortest number that reads back to the same four decimals; whole ones stay whole."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
