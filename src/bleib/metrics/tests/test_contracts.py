"""Contracts by hand: who has one, what they bring in, and how that moved over a year."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlglot import condition

from bleib import metrics
from bleib.history.engine import DuckDBEngine
from bleib.kernel.windows import Unit, Window
from bleib.metrics.tests.contract_story import CONTRACT_STORY, contracts, many_contracts, runs
from bleib.metrics.tests.story import NEW_YEAR, STORY, THE_YEAR, one_row

pytestmark = pytest.mark.slow

A_DAY = timedelta(days=1)
PARTS = ("start", "lost", "contraction", "expansion", "new", "won_back", "end")


def test_retention_counts_those_with_a_running_contract_at_both_ends():
    row = one_row(metrics.contract_retention(CONTRACT_STORY, window=THE_YEAR))
    counts = {name: row[name] for name in ("customers_start", "customers_end", "new", "won_back", "kept", "lost")}
    assert counts == {"customers_start": 3, "customers_end": 4, "new": 1, "won_back": 1, "kept": 2, "lost": 1}
    assert (row["crr"], row["churn"]) == pytest.approx((200 / 3, 100 / 3))
    assert row["naive_crr"] == pytest.approx(100.0)
    assert row["ci95_low"] < row["crr"] < row["ci95_high"]


def test_recurring_revenue_on_a_day():
    row = one_row(metrics.mrr(CONTRACT_STORY, at=date(2024, 2, 1)))
    assert (row["customers"], row["contracts"]) == (4, 5)
    assert (row["mrr"], row["arr"], row["per_customer"]) == (460, 5520, 115)


def test_a_contract_runs_on_its_first_day_and_not_on_its_end():
    of_funk = contracts(runs("Funk", "2024-02-01", "2024-06-01", 40))
    days = [date(2024, 1, 31), date(2024, 2, 1), date(2024, 5, 31), date(2024, 6, 1)]
    assert [one_row(metrics.mrr(of_funk, at=day))["mrr"] for day in days] == [0, 40, 40, 0]


def test_the_bridge_adds_up():
    row = one_row(metrics.mrr_bridge(CONTRACT_STORY, window=THE_YEAR))
    assert tuple(row[name] for name in PARTS) == (420, 200, 70, 50, 300, 60, 560)
    assert (
        row["start"] - row["lost"] - row["contraction"] + row["expansion"] + row["new"] + row["won_back"] == row["end"]
    )
    assert (row["nrr"], row["grr"]) == pytest.approx((100 * 200 / 420, 100 * 150 / 420))


@pytest.mark.parametrize("table", [CONTRACT_STORY, many_contracts()], ids=["story", "many"])
def test_the_series_has_the_bridge_of_every_month(table):
    rows = metrics.mrr_series(table, until=NEW_YEAR, start=date(2024, 1, 1)).to_pylist()
    assert [row["period"].month for row in rows] == list(range(1, 13))
    for row, end in zip(rows, [*(each["period"] for each in rows[1:]), NEW_YEAR], strict=True):
        window = Window(row["period"] - A_DAY, end - A_DAY)
        bridge = one_row(metrics.mrr_bridge(table, window=window))
        kept = one_row(metrics.contract_retention(table, window=window))
        assert {name: row[name] for name in PARTS} == {name: bridge[name] for name in PARTS}
        assert (row["nrr"], row["grr"]) == pytest.approx((bridge["nrr"], bridge["grr"]), rel=1e-12)
        customers = (kept["customers_start"], kept["customers_end"], kept["lost"], kept["churn"])
        assert (row["customers_start"], row["customers_end"], row["customers_lost"], row["churn"]) == customers


def test_the_series_begins_with_the_first_contract_and_leaves_out_what_has_not_ended():
    rows = metrics.mrr_series(CONTRACT_STORY, unit=Unit.YEAR, until=date(2024, 12, 31)).to_pylist()
    assert [(row["period"].year, row["start"], row["end"]) for row in rows] == [(2022, 0, 10), (2023, 10, 430)]
    assert rows[0]["nrr"] is None


def test_somebody_without_any_contract_in_a_month_is_no_gap_in_the_series():
    gap = contracts(runs("Adler", "2024-01-01", "2024-02-01", 10), runs("Adler", "2024-04-01", None, 10))
    rows = metrics.mrr_series(gap, until=date(2024, 6, 1)).to_pylist()
    assert [(row["new"], row["lost"], row["won_back"]) for row in rows] == [
        (10, 0, 0),
        (0, 10, 0),
        (0, 0, 0),
        (0, 0, 10),
        (0, 0, 0),
    ]
    assert [row["end"] for row in rows] == [10, 0, 0, 10, 10]


def test_without_contracts_there_is_no_rate():
    row = one_row(metrics.contract_retention(contracts(), window=THE_YEAR))
    assert (row["customers_start"], row["crr"], row["ci95_low"]) == (0, None, None)
    assert one_row(metrics.mrr_bridge(contracts(), window=THE_YEAR))["nrr"] is None
    assert metrics.mrr_series(contracts(), until=NEW_YEAR).num_rows == 0


def test_without_amounts_customers_are_counted_and_money_is_unknown():
    row = one_row(metrics.mrr(contracts(runs("Adler", "2024-01-01", None, None)), at=NEW_YEAR))
    assert (row["customers"], row["mrr"]) == (1, None)


def test_money_is_exact():
    cents = contracts(*(runs(f"C{number}", "2024-01-01", None, "0.1", contract=str(number)) for number in range(10)))
    assert one_row(metrics.mrr(cents, at=NEW_YEAR))["mrr"] == Decimal(1)


def test_contracts_are_sliced_by_what_is_known_of_the_customers():
    engine = DuckDBEngine.over(activity=STORY, contracts=CONTRACT_STORY)
    busy = one_row(metrics.mrr(engine, at=NEW_YEAR, where=condition("orders >= 2")))
    assert (busy["customers"], busy["mrr"]) == (2, 200)  # Adler and Eder
    who = metrics.mrr(engine, at=NEW_YEAR, by="customer").to_pylist()
    assert [row["customer"] for row in who if row["contracts"]] == ["Adler", "Conrad", "Dorn", "Eder"]


def test_a_table_of_contracts_alone_can_be_sliced():
    rows = metrics.mrr(CONTRACT_STORY, at=NEW_YEAR, by="customer").to_pylist()
    assert {row["customer"]: row["mrr"] for row in rows if row["mrr"]} == {
        "Adler": 150,
        "Conrad": 60,
        "Dorn": 300,
        "Eder": 50,
    }
