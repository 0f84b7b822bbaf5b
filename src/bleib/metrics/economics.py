"""What keeping customers is worth: rules of thumb of the field, to be replaced by own figures, and the sums they give.

Rates are in percent of a year, money in the installation's currency. Impossible input is an error with a reason, never
a number. docs/economics.md explains each formula with an example.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from bleib.kernel.errors import UsageError

MONTHS = 12


@dataclass(frozen=True)
class Assumed:
    """A figure that is assumed until somebody enters their own. `kind` as in report.words; None: nothing to assume."""

    name: str
    kind: str
    default: Decimal | None
    low: Decimal
    high: Decimal
    source: str


def _assumed(name: str, kind: str, default: str | None, *, within: tuple[str, str], source: str) -> Assumed:
    low, high = map(Decimal, within)
    return Assumed(name, kind, None if default is None else Decimal(default), low, high, source)


FARRIS = "Farris, Bendle, Pfeifer & Reibstein (2010), Marketing Metrics, 2nd ed."
VERBRAKEN = "Verbraken, Verbeke & Baesens (2013), IEEE Trans. on Knowledge and Data Engineering 25(5)"
GUPTA = "Gupta & Lehmann (2003), Customers as Assets, J. of Interactive Marketing 17(1)"
ASSUMED: Mapping[str, Assumed] = MappingProxyType({
    each.name: each
    for each in (
        _assumed("win_cost_ratio", "times", "6.5", within=("0.01", "1000"),
                 source="6-7 times, widely quoted (TARP, Bain & Company); no study of the reader's own market"),
        _assumed("win_rate_existing", "percent", "65", within=("0", "100"), source=f"60-70 %, {FARRIS}"),
        _assumed("win_rate_new", "percent", "12.5", within=("0", "100"), source=f"5-20 %, {FARRIS}"),
        _assumed("retention_target", "percent", "85", within=("0", "99.9"), source="Bleib's first proposal"),
        _assumed("discount_rate", "percent", "12", within=("0", "100"), source=GUPTA),
        _assumed("margin", "percent", "40", within=("0.01", "100"), source="none: enter your own"),
        _assumed("cost_to_keep", "money", None, within=("0", "1000000000"), source="none: enter your own"),
        _assumed("contact_cost", "money", None, within=("0", "1000000000"), source=f"0.5 % of a value, {VERBRAKEN}"),
        _assumed("offer_cost", "money", None, within=("0", "1000000000"), source=f"5 % of a value, {VERBRAKEN}"),
        _assumed("contact_success", "percent", "30", within=("0.1", "99.9"), source=f"30 % on average, {VERBRAKEN}"),
    )
})  # fmt: skip


@dataclass(frozen=True)
class Point:
    """What one more point of retention is worth. `year`: revenue of the first year that stays, `margin` of it.

    `lifetime` is the present value of all margins to come, for all customers; `per_customer` for one.
    """

    customers: float
    year: float
    margin: float
    per_customer: float
    lifetime: float


def lifetime_value(margin: float, *, retention: float, discount: float) -> float:
    """Present value of `margin` a year from a customer who stays with `retention` percent a year, from next year on.

    margin x r / (1 + d - r), r = retention / 100, d = discount / 100. Source: Gupta & Lehmann (2003).
    """
    _check(retention=(retention, 0, 100), discount=(discount, 0, 1000))
    r, d = retention / 100, discount / 100
    if r >= 1 + d:
        raise UsageError("Customers who all stay for ever, without discount, are worth no finite sum.")
    return margin * r / (1 + d - r)


def one_more_point(
    *, customers: float, revenue: float, lost_revenue: float, margin: float, retention: float, discount: float
) -> Point:
    """`customers` at the start, with `revenue` a year each (those who leave: `lost_revenue`), `margin` percent of it.

    Kept: customers x 1 %. year = kept x lost_revenue; lifetime = customers x (value at r + 1 point - value at r).
    """
    _check(margin=(margin, 0, 100), retention=(retention, 0, 99))
    _not_negative(customers=customers, revenue=revenue, lost_revenue=lost_revenue)
    earned, kept = revenue * margin / 100, customers / 100
    before = lifetime_value(earned, retention=retention, discount=discount)
    gain = lifetime_value(earned, retention=retention + 1, discount=discount) - before
    year = kept * lost_revenue
    return Point(kept, year, year * margin / 100, gain, gain * customers)


@dataclass(frozen=True)
class BreakEven:
    """How many customers have to be kept who would have left, and how many points of retention that is."""

    customers: float
    points: float


def break_even(*, cost: float, customers: float, revenue: float, margin: float) -> BreakEven:
    """When a measure that costs `cost` a year has paid for itself within the year.

    cost / (revenue of one a year x margin / 100); in points: divided by customers, x 100.
    """
    _check(margin=(margin, 0, 100))
    _not_negative(cost=cost)
    earned = revenue * margin / 100
    if earned <= 0 or customers <= 0:
        raise UsageError("Without customers who bring a margin no measure ever pays for itself.")
    needed = cost / earned
    return BreakEven(needed, needed / customers * 100)


@dataclass(frozen=True)
class Effort:
    """Attempts until one says yes, and what that makes of costs: `win` a new customer, `keep` one who is there."""

    keep: float
    win: float
    attempts_existing: float
    attempts_new: float


def effort(*, cost_to_keep: float, win_cost_ratio: float, win_rate_existing: float, win_rate_new: float) -> Effort:
    """win = cost_to_keep x win_cost_ratio; attempts = 100 / win rate."""
    _not_negative(cost_to_keep=cost_to_keep, win_cost_ratio=win_cost_ratio)
    if min(win_rate_existing, win_rate_new) <= 0:
        raise UsageError("A win rate of 0 % means that nobody ever says yes.")
    _check(win_rate_existing=(win_rate_existing, 0, 100), win_rate_new=(win_rate_new, 0, 100))
    return Effort(cost_to_keep, cost_to_keep * win_cost_ratio, 100 / win_rate_existing, 100 / win_rate_new)


@dataclass(frozen=True)
class Base:
    """Where a scenario begins: customers, revenue of one a month, retention a year in percent, new ones a month."""

    customers: float
    revenue: float
    retention: float
    new: float


@dataclass(frozen=True)
class Downturn:
    """New business falls by `new_falls` percent, churn rises by `churn_rises` points a year.

    The measure takes `measure_points` points of churn off again and costs `measure_cost` a month.
    """

    new_falls: float = 30
    churn_rises: float = 10
    measure_points: float = 5
    measure_cost: float = 0
    months: int = 24


@dataclass(frozen=True)
class Path:
    """Customers and revenue per month, and the revenue of all months less the cost of the measure."""

    customers: tuple[float, ...]
    revenue: tuple[float, ...]
    total: float


def scenario(base: Base, downturn: Downturn) -> dict[str, Path]:
    """Three paths by name: `as_now`, `downturn`, `with_measure`.

    customers(t) = customers(t - 1) x (retention / 100) ^ (1/12) + new; revenue(t) = customers(t) x revenue of one.
    """
    _possible(base, downturn)
    fewer = base.new * (1 - downturn.new_falls / 100)
    worse = base.retention - downturn.churn_rises
    helped = min(worse + downturn.measure_points, 100)
    return {
        "as_now": _path(base, base.retention, base.new, months=downturn.months),
        "downturn": _path(base, worse, fewer, months=downturn.months),
        "with_measure": _path(base, helped, fewer, months=downturn.months, cost=downturn.measure_cost),
    }


def _path(base: Base, retention: float, new: float, *, months: int, cost: float = 0) -> Path:
    stay = (retention / 100) ** (1 / MONTHS)
    customers = [base.customers]
    for _ in range(months):
        customers.append(customers[-1] * stay + new)
    there = tuple(customers[1:])
    revenue = tuple(each * base.revenue for each in there)
    return Path(there, revenue, sum(revenue) - cost * months)


def _possible(base: Base, downturn: Downturn) -> None:
    """Raises UsageError for what cannot be."""
    _check(
        retention=(base.retention, 0, 100),
        new_falls=(downturn.new_falls, 0, 100),
        churn_rises=(downturn.churn_rises, 0, 100),
        measure_points=(downturn.measure_points, 0, 100),
        months=(downturn.months, 1, 120),
    )
    _not_negative(customers=base.customers, revenue=base.revenue, new=base.new, measure_cost=downturn.measure_cost)
    if base.retention < downturn.churn_rises:
        raise UsageError(
            f"Churn cannot rise by {downturn.churn_rises:g} points: only {base.retention:g} % stay as it is."
        )


def _check(**values: tuple[float, float, float]) -> None:
    """Raises UsageError for a value outside of its bounds, by its name."""
    for name, (value, low, high) in values.items():
        if not low <= value <= high:
            raise UsageError(f"{name} has to be between {low:g} and {high:g}, not {value:g}.")


def _not_negative(**values: float) -> None:
    for name, value in values.items():
        if not value >= 0:
            raise UsageError(f"{name} cannot be negative: {value:g}.")
