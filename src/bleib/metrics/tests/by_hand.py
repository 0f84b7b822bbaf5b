"""The metrics once more in plain Python, as slowly and plainly as their definitions read, to compare with."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import Any

from bleib.kernel.windows import Unit, Window, floor, following
from bleib.metrics.tests.story import Row


def purchase_days(rows: list[Row]) -> dict[str, list[date]]:
    """Customer to the days of purchases, a day once per order, ascending."""
    days: dict[str, list[date]] = defaultdict(list)
    for row in rows:
        if row["customer"] is not None and row["orders"]:
            days[row["customer"]] += [row["day"]] * row["orders"]
    return {customer: sorted(each) for customer, each in days.items()}


def inside(day: date, window: Window) -> bool:
    return window.start <= day < window.end


def retention(rows: list[Row], base: Window, next: Window) -> dict[str, int]:
    days = purchase_days(rows)
    start = {customer for customer, each in days.items() if any(inside(day, base) for day in each)}
    end = {customer for customer, each in days.items() if any(inside(day, next) for day in each)}
    new = {customer for customer in end if inside(days[customer][0], next)}
    return {
        "customers_start": len(start),
        "customers_end": len(end),
        "new": len(new),
        "won_back": len(end - new - start),
        "kept": len(start & end),
        "lost": len(start - end),
    }


def cohorts(rows: list[Row], unit: Unit, until: date) -> dict[tuple[date, int], tuple[int, int, int]]:
    """(cohort, age) to size, customers then, customers then or later; only periods that ended."""
    days = [[floor(day, unit) for day in each if day < until] for each in purchase_days(rows).values()]
    bought = [set(each) for each in days if each]
    sizes = Counter(min(each) for each in bought)
    cells = {}
    for cohort, size in sizes.items():
        members = [each for each in bought if min(each) == cohort]
        age, period = 0, cohort
        while following(period, unit) <= until:
            then = sum(period in each for each in members)
            cells[cohort, age] = (size, then, sum(max(each) >= period for each in members))
            age, period = age + 1, following(period, unit)
    return cells


def revenues(rows: list[Row], window: Window) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["customer"] is not None and inside(row["day"], window):
            sums[row["customer"]] += row["revenue"]
    return sums


def nrr_and_grr(rows: list[Row], base: Window, next: Window) -> tuple[Fraction, Fraction] | None:
    after = revenues(rows, next)
    pairs = [(value, after[customer]) for customer, value in revenues(rows, base).items() if value > 0]
    if not pairs:
        return None
    total = Fraction(sum(before for before, _ in pairs))
    net = Fraction(sum(then for _, then in pairs))
    gross = Fraction(sum(max(Decimal(0), min(then, before)) for before, then in pairs))
    return 100 * net / total, 100 * gross / total


def scores(values: dict[str, Any]) -> dict[str, int]:
    """Customer to score 1 to 5: the fifth in which the middle place of all customers with the same value lies."""
    ordered = sorted(values.values())
    places = {value: Fraction(2 * ordered.index(value) + ordered.count(value) - 1, 2) for value in ordered}
    return {customer: 1 + int(5 * places[value] / len(ordered)) for customer, value in values.items()}


def gini(values: list[Decimal]) -> Fraction | None:
    """Mean absolute difference of all pairs, over twice the mean."""
    if sum(values) <= 0:
        return None
    differences = sum(abs(Fraction(one) - Fraction(other)) for one, other in product(values, repeat=2))
    return differences / (2 * len(values) * Fraction(sum(values)))


def waits(rows: list[Row], until: date) -> list[tuple[int, bool]]:
    """Per customer: days from the first to the second order and True, or days observed so far and False."""
    found = []
    for days in purchase_days(rows).values():
        known = [day for day in days if day < until]
        if len(known) > 1:
            found.append(((known[1] - known[0]).days, True))
        elif known:
            found.append(((until - known[0]).days - 1, False))
    return found


def kaplan_meier(observed: list[tuple[int, bool]]) -> dict[int, Fraction]:
    """Day to the share (percent) that has ordered again by then."""
    waiting, curve = Fraction(1), {}
    for day in sorted({days for days, _ in observed}):
        at_risk = sum(days >= day for days, _ in observed)
        waiting *= 1 - Fraction(sum(again and days == day for days, again in observed), at_risk)
        curve[day] = 100 * (1 - waiting)
    return curve
