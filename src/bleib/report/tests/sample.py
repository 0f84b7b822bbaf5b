"""A hand-made report (the figures of Online Retail II where they are published), for tests of what is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bleib.history.book import SourceNote
from bleib.history.counts import Counts
from bleib.kernel.intervals import wilson
from bleib.kernel.told import Told
from bleib.kernel.windows import Unit, Window, following
from bleib.report.compose import Report
from bleib.report.plan import Windows

HOSTILE = "</script><script>alert(1)</script><!-- {{ 7 * 7 }} [red]"
BASE = Window(date(2010, 3, 1), date(2010, 9, 1))
NEXT = Window(date(2010, 9, 1), date(2011, 3, 1))


def retention(start: int = 2868, kept: int = 1950, new: int = 1216, won_back: int = 192) -> dict[str, Any]:
    """A row of the metric `retention` whose parts fit together."""
    interval = wilson(kept, start)
    end = kept + new + won_back
    return {
        "customers_start": start, "customers_end": end, "new": new, "won_back": won_back, "kept": kept,
        "lost": start - kept, "crr": kept / start * 100 if start else None,
        "churn": 100 - kept / start * 100 if start else None,
        "naive_crr": (end - new) / start * 100 if start else None,
        "ci95_low": interval[0] * 100 if interval else None, "ci95_high": interval[1] * 100 if interval else None,
    }  # fmt: skip


def series(quarters: int = 6) -> tuple[dict[str, Any], ...]:
    rows, start = [], date(2010, 1, 1)
    for number in range(quarters):
        after = following(start, Unit.QUARTER)
        observed = number < quarters - 1
        row = retention(1800 + 40 * number, 1000 + 30 * number, 400, 60)
        undecided = {} if observed else dict.fromkeys(name for name in row if name != "customers_start")
        rows.append({"period": start, "next_period": after} | row | undecided)
        start = after
    return tuple(rows)


def cohorts(months: int = 8) -> tuple[dict[str, Any], ...]:
    rows: list[dict[str, Any]] = []
    starts = [date(2010, 1 + number, 1) for number in range(months)]
    for age in range(months):
        share = 100.0 if age == 0 else 40.0 - 2 * age
        for cohort in (None, *starts[: months - age]):
            size = 100 if cohort else 100 * months
            rows.append(
                {"cohort": cohort, "age": age, "size": size, "customers": int(size * share / 100), "share": share,
                 "revenue": Decimal("1000.0000"), "revenue_share": share}
            )  # fmt: skip
    return tuple(rows)


BRIDGE = {
    "start": Decimal("4000000.5000"), "lost": Decimal("600000.2500"), "contraction": Decimal("900000.0000"),
    "expansion": Decimal("1500000.0000"), "new": Decimal("700000.0000"), "won_back": Decimal("100000.0000"),
    "late_refunds": Decimal("-1000.0000"), "end": Decimal("4799000.2500"), "nrr": 99.97, "grr": 62.5,
}  # fmt: skip

OVERDUE = (
    {"customer": "12346", "name": HOSTILE, "orders": 14, "last_on": date(2011, 5, 29), "days_since": 95,
     "usual_gap": 31.0, "overdue_ratio": 3.0645, "revenue_year": Decimal("18250.4000"),
     "revenue": Decimal("30000.0000")},
    {"customer": "12350", "name": None, "orders": 5, "last_on": date(2011, 8, 30), "days_since": 2,
     "usual_gap": 1.0, "overdue_ratio": 2.0, "revenue_year": Decimal("99.9000"), "revenue": Decimal("99.9000")},
)  # fmt: skip


def answers() -> dict[str, tuple[dict[str, Any], ...]]:
    """One entry per metric, shaped as the metric answers."""
    return {
        "totals": ({"customers": 5249, "orders": 29850, "lines": 619627, "revenue": Decimal("13759365.8400"),
                    "refunds": Decimal("500000.0000"), "revenue_without_customer": Decimal("2000000.0000"),
                    "first_day": date(2009, 12, 1), "last_day": date(2011, 8, 31)},),
        "order_gaps": ({"gaps": 20000, "median_days": 28.0, "p75": 60.0, "p90": 121.0, "p95": 180.0},),
        "retention": (retention(),),
        "retention_regulars": (retention(1900, 1500, 0, 100),),
        "won_back_rate": ({"inactive": 1033, "won_back": 192, "rate": 18.59, "ci95_low": 16.3, "ci95_high": 21.1},),
        "revenue_retention": (BRIDGE,),
        "retention_series": series(),
        "repeat_share": ({"customers": 5249, "regulars": 3664, "repeat_share": 69.8, "ci95_low": 68.5,
                          "ci95_high": 71.0},),
        "regular_revenue_share": ({"revenue": Decimal("4799000.2500"), "regular_revenue": Decimal("4000000.0000"),
                                   "share": 83.35},),
        "time_to_second_order": ({"customers": 5249, "second_orders": 3664, "median_days": 82.0, "share_30": 30.1,
                                  "share_60": 42.2, "share_90": 51.3, "share_180": 62.4, "share_365": None},),
        "second_order_curve": tuple(
            {"days": day, "at_risk": 5249 - 10 * day, "second_orders": 9, "share": day / 6} for day in range(0, 400, 20)
        ),
        "cohorts": cohorts(),
        "cohorts_unbounded": tuple(
            {name: value for name, value in row.items() if not name.startswith("revenue")} for row in cohorts()
        ),
        "pareto": ({"customers": 4300, "top_customers": 860, "revenue": Decimal("8000000.0000"),
                    "top_revenue": Decimal("6100000.0000"), "share": 76.25, "gini": 0.731},),
        "lorenz": tuple({"customers_share": float(x), "revenue_share": x**3 / 10000} for x in range(101)),
        "rfm_segments": (
            {"segment": "champions", "customers": 1100, "revenue": Decimal("9000000.0000"), "share": 45.8},
            {"segment": "at_risk", "customers": 400, "revenue": Decimal("700000.0000"), "share": 16.7},
            {"segment": "lost", "customers": 900, "revenue": Decimal("-12.5000"), "share": 37.5},
        ),
        "rfm_migration": (
            {"segment": "champions", "next_segment": "at_risk", "customers": 120},
            {"segment": "champions", "next_segment": "champions", "customers": 700},
            {"segment": None, "next_segment": "new", "customers": 300},
        ),
        "overdue": OVERDUE,
    }  # fmt: skip


def sample(changes: Mapping[str, Any] | None = None, **fields: Any) -> Report:
    """The report; `changes` replaces answers by slug (a mapping = the only row), `fields` the report's own fields."""
    given = {slug: (each,) if isinstance(each, Mapping) else each for slug, each in (changes or {}).items()}
    report = Report(
        version="0.1.0",
        composed_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
        synthetic=False,
        currency="GBP",
        time_zone="Europe/London",
        first_day=date(2009, 12, 1),
        last_day=date(2011, 8, 31),
        until=date(2011, 9, 1),
        counts=Counts(846166, 823643, 22523, 0, 193000, 19000, 0),
        sources=(
            SourceNote("retail.parquet", 846166, "lines"),
            SourceNote("notes.txt", 0, "skipped", Told("no table", "keine Tabelle")),
        ),
        windows=Windows(
            BASE, NEXT, date(2011, 9, 1), Unit.QUARTER, Unit.MONTH, date(2010, 1, 1),
            "why_rhythm", {"days": 180, "p90": 121.0, "wanted": 180, "span": 639},
        ),
        revenue_window=Window(date(2010, 9, 1), date(2011, 9, 1)),
        answers=answers() | given,
        grid=tuple({"r": r, "f": f, "customers": 40 * r * f} for r in range(1, 6) for f in range(1, 6)),
        lateness=tuple(
            {"low": low, "high": high, "customers": count}
            for low, high, count in zip(
                (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0), (0.5, 1.0, 1.5, 2.0, 3.0, 5.0, None),
                (600, 500, 300, 200, 250, 200, 400), strict=True,
            )
        ),
        worth={"customers": 850, "revenue_year": Decimal("1234567.8900")},
    )  # fmt: skip
    return replace(report, **fields)
