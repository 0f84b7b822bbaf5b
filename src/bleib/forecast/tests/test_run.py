"""Everybody's forecast at one day: what it holds, and sentences instead of stack traces where data are thin or odd."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest

from bleib import forecast
from bleib.forecast.costs import Costs
from bleib.forecast.features.tests.histories import fact, order, table
from bleib.history.past import past_of_facts

pytestmark = pytest.mark.slow

START, AS_OF = date(2024, 1, 1), date(2025, 7, 1)
COLUMNS = [
    "customer", "contractual", "leave", "leave_low", "leave_high", "no_order", "leave_before", "orders", "revenue",
    "value", "value_low", "value_high",
]  # fmt: skip


def orders_of(customers: int, *, until: date = AS_OF, seed: int = 0) -> list[dict[str, Any]]:
    """Regular buyers with rhythms of their own; a third of them stops one day."""
    generator = np.random.default_rng(seed)
    rows = []
    for number in range(customers):
        gap, day = generator.integers(10, 60), START + timedelta(days=int(generator.integers(0, 200)))
        end = until if generator.random() < 0.6 else day + timedelta(days=int(generator.integers(50, 500)))
        while day < min(until, end):
            rows.append(order(day.isoformat(), f"C{number:03}", round(generator.gamma(4, 50), 2)))
            day += timedelta(days=int(generator.exponential(gap)) + 1)
    return rows


def made(rows: list[dict[str, Any]], *, as_of: date = AS_OF, **how) -> forecast.Forecasts:
    with past_of_facts(table(rows)) as past:
        return forecast.run(past, as_of=as_of, **how)


@pytest.fixture(scope="module")
def shop() -> forecast.Forecasts:
    return made(orders_of(150), costs=Costs(margin=0.5))


def test_every_customer_has_a_row(shop):
    assert shop.table.column_names == COLUMNS
    assert shop.table.num_rows == len(pc.unique(shop.table["customer"])) == 150
    rows = shop.table.to_pandas()
    assert rows[["leave", "orders", "revenue", "value"]].notna().all(axis=None)
    assert ((rows.leave_low <= rows.leave) & (rows.leave <= rows.leave_high)).all()
    assert ((rows.value_low <= rows.value) & (rows.value <= rows.value_high)).all()
    assert shop.card.kind == "logistic"
    assert shop.remarks == ()


def test_what_is_expected_agrees_with_the_chance_to_leave(shop):
    rows = shop.table.to_pandas()
    assert (rows.orders >= 1 - rows.leave - 1e-9).all(), "who orders at all orders once at least"
    assert shop.revenue.low < rows.revenue.sum() < shop.revenue.high
    assert shop.revenue.expected == pytest.approx(rows.revenue.sum())


def test_the_best_fifth_brings_its_share(shop):
    revenue = np.sort(shop.table["revenue"].to_numpy())[::-1]
    assert shop.pareto_share == pytest.approx(revenue[:30].sum() / revenue.sum())
    assert shop.lorenz[4] == pytest.approx(shop.pareto_share)
    assert (shop.lorenz[0], shop.lorenz[-1]) == (0.0, pytest.approx(1.0))


def test_what_weighs_most_is_told_of_everybody(shop):
    drivers = shop.drivers(top=2)
    assert drivers.column_names == ["customer", "rank", "feature", "effect"]
    assert set(drivers["rank"].to_pylist()) == {1, 2}
    assert set(drivers["feature"].to_pylist()) <= set(forecast.features.FEATURES)


def test_what_comes_later_changes_nothing(shop):
    later = [order("2025-07-01", "C000", 99999.0), order("2031-01-01", "C001"), order("2026-01-01", "NEW")]
    with_future = made(orders_of(150) + later, costs=Costs(margin=0.5))
    assert with_future.table.equals(shop.table)


def test_the_interval_holds_what_came():
    rows = orders_of(150, seed=5)
    came = sum(float(each["amount"]) for each in rows if date(2025, 4, 2) <= each["occurred_on"] < AS_OF)
    expected = made(rows, as_of=date(2025, 4, 2)).revenue
    assert expected.low < came < expected.high


@pytest.mark.parametrize(
    ("rows", "said", "gesagt"),
    [
        ([], "nobody bought anything", "hat niemand etwas gekauft"),
        ([fact("credit", "2025-01-07", amount=-10, ref="R")], "nobody bought anything", "hat niemand etwas gekauft"),
        ([order("2025-01-07", "A")], "One customer is too few", "Ein Kunde ist zu wenig"),
        ([order("2025-01-07", f"C{n}") for n in range(40)], "Nobody bought twice", "Noch hat niemand zweimal gekauft"),
        ([order("2031-01-07", f"C{n}") for n in range(40)], "nobody bought anything", "hat niemand etwas gekauft"),
    ],
    ids=["empty", "only refunds", "one customer", "no repeat buyers", "only future dates"],
)  # fmt: skip
def test_too_little_is_a_sentence(rows, said, gesagt):
    found = made(rows)
    assert said in " ".join(each.sentence("en") for each in found.remarks)
    assert gesagt in " ".join(each.sentence("de") for each in found.remarks)
    assert found.card is None
    assert found.table["leave"].null_count == found.table.num_rows
    assert found.pareto_share is None


def test_a_young_history_says_from_when_on_it_will_do():
    found = made(orders_of(60, until=date(2024, 5, 1)), as_of=date(2024, 5, 1))
    assert found.card.kind == "purchases"
    assert "31 May 2024" in found.remarks[0].sentence("en")
    assert "31.05.2024" in found.remarks[0].sentence("de")


def test_a_gap_teaches_nothing():
    holes = [row for row in orders_of(150) if not date(2025, 1, 1) <= row["occurred_on"] < date(2025, 4, 5)]
    found = made(holes)
    assert any("looks like a gap" in each.sentence("en") for each in found.remarks)
    assert found.table["leave"].to_numpy().mean() < 0.8


def test_where_only_new_customers_buy_there_is_no_gap():
    days = [START + timedelta(days=number) for number in range(400)]
    found = made([order(day.isoformat(), f"C{day}") for day in days], as_of=days[-1])
    assert not any("gap" in each.sentence("en") for each in found.remarks)


def test_a_history_that_ended_long_ago_is_said_to_be_old():
    found = made(orders_of(120), as_of=AS_OF + timedelta(days=60))
    assert any(
        "wie Abwanderung" in each.sentence("de") or "nach Abwanderung" in each.sentence("de") for each in found.remarks
    )


def test_customers_who_are_all_alike_get_what_their_purchases_say():
    days = [START + timedelta(days=30 * number) for number in range(15)]
    found = made([order(day.isoformat(), f"C{n}") for n in range(120) for day in days], as_of=date(2025, 3, 1))
    assert found.card.kind == "purchases"
    assert np.isfinite(found.table["leave"].to_numpy()).all()


def test_amounts_that_are_unknown_leave_revenue_open():
    rows = [{**row, "amount": None} for row in orders_of(60)]
    found = made(rows)
    assert found.table["revenue"].null_count == found.table.num_rows
    assert found.table["orders"].null_count == 0
