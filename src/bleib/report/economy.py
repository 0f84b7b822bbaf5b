"""What the history says for the economics page: customers, their revenue a year, the rate at which they stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bleib.report.compose import Report

DAYS = 365
MONTHS = 12


@dataclass(frozen=True)
class Economy:
    """Figures of a year; None where the history does not say. Rates in percent, money in the report's currency.

    `new` are new customers a month, `lost_revenue` is the revenue a year of one who left.
    """

    customers: int
    revenue: float | None
    lost_revenue: float | None
    retention: float | None
    new: float
    margin: float | None


def economy(report: Report) -> Economy:
    """From the answers of a report; shorter windows are carried to a year: a rate r of W days is r ^ (365 / W)."""
    pareto, kept = report.one("pareto"), report.one("retention")
    times = DAYS / report.windows.next.days
    return Economy(
        customers=pareto["customers"] or 0,
        revenue=_each(pareto["revenue"], pareto["customers"], DAYS / report.revenue_window.days),
        lost_revenue=_each(report.one("revenue_retention")["lost"], kept["lost"], DAYS / report.windows.base.days),
        retention=None if kept["crr"] is None else 100 * (kept["crr"] / 100) ** times,
        new=(kept["new"] or 0) * times / MONTHS,
        margin=_margin(report),
    )


def _each(revenue: Any, customers: int | None, times: float) -> float | None:
    """Revenue of one customer, carried to a year."""
    return float(revenue) / customers * times if revenue is not None and customers else None


def _margin(report: Report) -> float | None:
    rows = report.answers.get("margin", ())
    return rows[0]["margin"] if rows else None
