"""Compose a report: run every metric it needs once, and keep the answers as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from sqlglot import exp

from bleib import __version__, metrics
from bleib.history.book import Book, SourceNote
from bleib.history.counts import Counts
from bleib.kernel.windows import Window
from bleib.report.condense import grid, lateness, most_changed, worth
from bleib.report.plan import Plan, Windows, resolve

Row = Mapping[str, Any]

A_DAY = timedelta(days=1)
# Rows of the overdue list that are kept; the sums beside them are over all.
OVERDUE_KEPT = 1000
# Rows per kind of change in a month: a page shows ten of each.
CHANGES_KEPT = 20


@dataclass(frozen=True)
class Report:
    """Everything that terminal, page and JSON print, free of any language.

    `answers` holds one entry per metric slug: its rows, as METRICS.md defines them. `grid`, `lateness` and `worth`
    condense what `rfm`, `rhythm` and `overdue` say per customer.
    """

    version: str
    composed_at: datetime | None
    synthetic: bool
    currency: str
    time_zone: str
    first_day: date
    last_day: date
    until: date
    counts: Counts
    sources: tuple[SourceNote, ...]
    windows: Windows
    revenue_window: Window
    answers: Mapping[str, tuple[Row, ...]]
    grid: tuple[Row, ...]
    lateness: tuple[Row, ...]
    worth: Row

    def one(self, slug: str) -> Row:
        """The only row of a metric that has one."""
        return self.answers[slug][0]

    def rows(self, slug: str) -> tuple[Row, ...]:
        return self.answers[slug]

    @property
    def has_amounts(self) -> bool:
        return self.one("totals")["revenue"] is not None

    @property
    def is_on_orders(self) -> bool:
        """Unless there are contracts only: what it says of orders would be nothing, many times."""
        return bool(self.one("totals")["customers"]) or not self.has_contracts

    @property
    def has_contracts(self) -> bool:
        return "mrr" in self.answers


def compose(
    book: Book,
    *,
    windows: Plan | Windows | None = None,
    now: datetime | None = None,
    where: exp.Expression | None = None,
) -> Report:
    """Measure `book` over the windows that `windows` asks for (or names), or over those that fit the customers' rhythm.

    `where`: only customers for whom that holds, see `metrics.run`. Raises UsageError for windows that cannot be meant.
    """
    chosen = windows if isinstance(windows, Windows) else windows_of(book, windows or Plan())
    year = _last_year(book, chosen)
    questions = [*_questions(chosen, year), *_on_month(chosen), *(_on_contracts(chosen) if book.contracts else ())]
    tables = {slug: metrics.run(slug, book.engine, where=where, **params) for slug, params in questions}
    return Report(
        version=__version__,
        composed_at=now,
        synthetic=book.synthetic,
        currency=book.currency,
        time_zone=book.time_zone,
        first_day=book.first_day,
        last_day=book.last_day,
        until=book.until,
        counts=book.counts,
        sources=book.sources,
        windows=chosen,
        revenue_window=year,
        grid=_rows(grid(tables.pop("rfm"))),
        lateness=_rows(lateness(tables.pop("rhythm"))),
        worth=worth(tables["overdue"]),
        answers=_answers(tables),
    )


def windows_of(book: Book, plan: Plan) -> Windows:
    """Which windows a plan comes to. They are everybody's also for a slice, so that slices can be compared."""
    gaps = metrics.run("order_gaps", book.engine, until=min(plan.end or book.until, book.until))
    return resolve(plan, p90=gaps.to_pylist()[0]["p90"], first_day=book.first_day, until=book.until)


def asked_in(report: Report) -> dict[str, dict[str, Any]]:
    """Metric to the parameters it was asked with: whoever asks who is behind a figure asks with the same."""
    questions = [*_questions(report.windows, report.revenue_window), *_on_month(report.windows)]
    return dict([*questions, *(_on_contracts(report.windows) if report.has_contracts else ())])


def _answers(tables: Mapping[str, pa.Table]) -> dict[str, tuple[Row, ...]]:
    kept = {**tables, "overdue": tables["overdue"][:OVERDUE_KEPT]}
    if "customer_changes" in tables:
        kept |= {"customer_changes": most_changed(tables["customer_changes"], CHANGES_KEPT)}
        kept |= {"newly_overdue": tables["newly_overdue"][:CHANGES_KEPT]}
    sums = {"newly_overdue_total": (worth(tables["newly_overdue"]),)} if "newly_overdue" in tables else {}
    return {slug: _rows(table) for slug, table in kept.items()} | sums


def _questions(windows: Windows, year: Window) -> Iterable[tuple[str, dict[str, Any]]]:
    """Every metric of the report with its parameters: the one place to look for what is asked."""
    until = windows.as_of
    pair = {"base": windows.base, "next": windows.next}
    yield "totals", {"until": until}
    yield "order_gaps", {"until": until}
    yield "retention", pair
    yield "retention_regulars", pair
    yield "won_back_rate", pair
    yield "revenue_retention", pair
    start = windows.series_start if windows.series_start < until else None
    yield "retention_series", {"unit": windows.unit, "start": start, "until": until}
    yield "repeat_share", {"until": until}
    yield "regular_revenue_share", {"window": windows.next}
    yield "time_to_second_order", {"until": until}
    yield "second_order_curve", {"until": until}
    yield "cohorts", {"unit": windows.cohort_unit, "until": until}
    yield "cohorts_unbounded", {"unit": windows.cohort_unit, "until": until}
    yield "pareto", {"window": year}
    yield "lorenz", {"window": year}
    yield "margin", {"window": year}
    yield "rfm", {"at": until}
    yield "rfm_segments", {"at": until}
    yield "rfm_migration", {"at": windows.next.start, "next_at": until}
    yield "rhythm", {"at": until}
    yield "overdue", {"at": until}


def _on_month(windows: Windows) -> Iterable[tuple[str, dict[str, Any]]]:
    """What changed in the month, by the same length of window as the retention rate."""
    if windows.month:
        days = {"at": windows.month.start, "next_at": windows.month.end}
        yield "customer_changes", days | {"days": windows.next.days}
        yield "change_sums", days | {"days": windows.next.days}
        yield "newly_overdue", days


def _on_contracts(windows: Windows) -> Iterable[tuple[str, dict[str, Any]]]:
    """The same of contracts, with its parameters."""
    window = contract_window(windows)
    yield "mrr", {"at": window.end}
    yield "contract_retention", {"window": window}
    yield "mrr_bridge", {"window": window}
    start = windows.series_start if windows.series_start < windows.as_of else None
    yield "mrr_series", {"unit": windows.unit, "start": start, "until": windows.as_of}
    if windows.month:
        yield "contract_ends", {"at": windows.as_of}


def contract_window(windows: Windows) -> Window:
    """From the day before the next window to its last one that is observed: what happens on its first day is in it."""
    return Window(windows.next.start - A_DAY, min(windows.next.end, windows.as_of) - A_DAY)


def _last_year(book: Book, windows: Windows) -> Window:
    """The 365 days before the report's day, or less where the data are younger."""
    start = max(book.first_day, windows.as_of - timedelta(days=365))
    return Window(min(start, windows.as_of - timedelta(days=1)), windows.as_of)


def _rows(table: pa.Table) -> tuple[Row, ...]:
    return tuple(table.to_pylist())
