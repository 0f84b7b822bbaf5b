"""Customers by the period of their first purchase."""

from datetime import date

import pytest

from bleib import metrics
from bleib.metrics.tests.story import NEW_YEAR, NOBODY, STORY, activity, bought, returned

QUARTERS = {"unit": metrics.Unit.QUARTER, "until": NEW_YEAR}


def cells(table, name):
    return {(str(row["cohort"])[:7], row["age"]): row[name] for row in table.to_pylist()}


def test_of_the_four_of_the_first_quarter_two_buy_in_the_third():
    shares = cells(metrics.cohorts(STORY, **QUARTERS), "share")
    assert [shares["2024-01", age] for age in range(4)] == [100, 25, 50, 25]


def test_in_the_unbounded_matrix_brandt_is_not_lost_in_between():
    shares = cells(metrics.cohorts_unbounded(STORY, **QUARTERS), "share")
    assert [shares["2024-01", age] for age in range(4)] == [100, 50, 50, 25]


def test_cells_not_fully_observed_are_absent():
    table = metrics.cohorts(STORY, unit="quarter", until=date(2024, 12, 31))
    ages = [row["age"] for row in table.to_pylist() if row["cohort"] == date(2024, 7, 1)]
    assert ages == [0]


def test_a_cohort_whose_first_period_still_runs_is_absent():
    table = metrics.cohorts(activity(bought("Dorn", "2024-07-15", 5)), unit="quarter", until=date(2024, 9, 30))
    assert table.num_rows == 0


def test_an_observed_period_without_purchases_is_zero():
    table = metrics.cohorts(activity(bought("Dorn", "2024-07-15", 5)), until=date(2024, 10, 1))
    assert [(row["customers"], row["share"], row["revenue"]) for row in table.to_pylist()[:3]] == [
        (1, 100, 5),
        (0, 0, 0),
        (0, 0, 0),
    ]


def test_the_mean_row_weighs_cohorts_by_size_and_only_where_observed():
    table = metrics.cohorts(STORY, **QUARTERS)
    means = {row["age"]: row for row in table.to_pylist() if row["cohort"] is None}
    assert (means[1]["size"], means[1]["customers"], means[1]["share"]) == (5, 1, 20)
    assert (means[2]["size"], means[2]["share"]) == (4, 50)


def test_revenue_is_net_and_relative_to_the_first_period():
    table = metrics.cohorts(STORY, **QUARTERS)
    assert cells(table, "revenue")["2024-01", 2] == 300 + 60 - 45
    assert cells(table, "revenue_share")["2024-01", 2] == pytest.approx(100 * 315 / 490)


def test_without_amounts_the_counts_remain():
    table = metrics.cohorts(
        activity(bought("Adler", "2024-01-10"), bought("Adler", "2024-02-10")), until=date(2024, 3, 1)
    )
    assert cells(table, "share") == {("2024-01", 0): 100, ("2024-01", 1): 100, ("None", 0): 100, ("None", 1): 100}
    assert set(cells(table, "revenue").values()) == set(cells(table, "revenue_share").values()) == {None}


def test_where_a_cohort_returned_all_it_bought_revenue_has_no_share():
    table = metrics.cohorts(
        activity(bought("Conrad", "2024-01-05", 40), returned("Conrad", "2024-01-20", 40)), until=date(2024, 2, 1)
    )
    assert [(row["revenue"], row["revenue_share"]) for row in table.to_pylist()] == [(0, None), (0, None)]


@pytest.mark.parametrize("unit", list(metrics.Unit))
def test_at_age_zero_every_cohort_is_complete(unit):
    for table in (
        metrics.cohorts(STORY, unit=unit, until=NEW_YEAR),
        metrics.cohorts_unbounded(STORY, unit=unit, until=NEW_YEAR),
    ):
        assert {row["share"] for row in table.to_pylist() if row["age"] == 0} == {100}


def test_ages_are_counted_in_calendar_units_across_a_year():
    table = activity(bought("Adler", "2023-12-31"), bought("Adler", "2024-01-01"))
    for unit in ("month", "quarter", "year"):
        assert cells(metrics.cohorts(table, unit=unit, until=NEW_YEAR), "customers")[("None", 1)] == 1


@pytest.mark.parametrize("metric", [metrics.cohorts, metrics.cohorts_unbounded])
def test_nobody_makes_no_cohort(metric):
    assert metric(NOBODY, until=NEW_YEAR).num_rows == 0
