"""How often customers buy, who is late, how soon a second order follows."""

from datetime import date, timedelta

import pytest

from bleib import metrics
from bleib.metrics.tests.story import NEW_YEAR, NOBODY, STORY, activity, bought, every, one_row, returned

WEEKLY = every(7, "Weekly", start="2024-10-01", times=6, amount=20)
MONTHLY = every(30, "Monthly", start="2024-01-01", times=10, amount=5)


def test_gaps_are_those_between_purchase_days_of_one_customer():
    row = one_row(metrics.order_gaps(activity(*WEEKLY, *MONTHLY), until=NEW_YEAR))
    assert (row["gaps"], row["median_days"], row["p75"], row["p95"]) == (14, 30, 30, 30)


def test_quantiles_are_interpolated():
    days = [bought("Adler", str(date(2024, 1, 1) + timedelta(days))) for days in (0, 10, 30, 60, 100)]
    row = one_row(metrics.order_gaps(activity(*days), until=NEW_YEAR))
    assert (row["median_days"], row["p75"], row["p90"]) == (25, 32.5, pytest.approx(37))


def test_without_a_second_purchase_there_are_no_gaps():
    row = one_row(metrics.order_gaps(activity(bought("Dorn", "2024-07-15")), until=NEW_YEAR))
    assert (row["gaps"], row["median_days"], row["p95"]) == (0, None, None)


def test_rhythm_is_the_customers_own_median():
    table = activity(*WEEKLY, bought("Once", "2024-12-01"), returned("Weekly", "2024-12-24", 3))
    weekly, once = sorted(metrics.rhythm(table, at=NEW_YEAR).to_pylist(), key=lambda row: row["customer"], reverse=True)
    assert (weekly["orders"], weekly["last_on"], weekly["days_since"]) == (6, date(2024, 11, 5), 57)
    assert (weekly["usual_gap"], weekly["overdue_ratio"]) == (7, pytest.approx(57 / 7))
    assert (once["days_since"], once["usual_gap"], once["overdue_ratio"]) == (31, None, None)


def test_the_median_of_two_gaps_lies_between_them():
    table = activity(*(bought("Brandt", day) for day in ("2024-01-20", "2024-02-15", "2024-08-10")))
    assert one_row(metrics.rhythm(table, at=NEW_YEAR))["usual_gap"] == (26 + 177) / 2


def test_rhythm_at_a_date_knows_nothing_of_later_purchases():
    row = one_row(metrics.rhythm(activity(*WEEKLY), at=date(2024, 10, 9)))
    assert (row["orders"], row["last_on"], row["days_since"]) == (2, date(2024, 10, 8), 1)


def test_the_most_valuable_late_customer_comes_first():
    rows = metrics.overdue(activity(*WEEKLY, *MONTHLY), at=NEW_YEAR).to_pylist()
    assert [(row["customer"], row["revenue_year"]) for row in rows] == [("Weekly", 120), ("Monthly", 50)]


def test_two_purchase_days_are_no_rhythm_yet():
    table = activity(bought("Eder", "2024-02-01", orders=9), bought("Eder", "2024-02-03"))
    assert metrics.overdue(table, at=NEW_YEAR).num_rows == 0


def test_who_is_late_by_exactly_the_ratio_is_overdue():
    table = activity(*WEEKLY)
    assert metrics.overdue(table, at=date(2024, 11, 19), ratio=2).num_rows == 1
    assert metrics.overdue(table, at=date(2024, 11, 18), ratio=2).num_rows == 0


def test_the_year_of_revenue_ends_with_the_last_purchase_day():
    table = activity(
        bought("Adler", "2022-12-31", 1000),
        bought("Adler", "2023-01-01", 200),
        bought("Adler", "2023-06-01", 30),
        bought("Adler", "2023-12-31", 4),
        returned("Adler", "2024-01-15", 50),
    )
    row = one_row(metrics.overdue(table, at=NEW_YEAR))
    assert (row["revenue_year"], row["revenue"]) == (234, 1184)


def test_overdue_works_without_amounts():
    row = one_row(
        metrics.overdue(activity(*(bought("Adler", f"2024-0{month}-10") for month in range(1, 6))), at=NEW_YEAR)
    )
    assert (row["orders"], row["revenue_year"], row["revenue"]) == (5, None, None)


def test_half_of_the_storys_customers_ordered_again_within_a_month():
    row = one_row(metrics.time_to_second_order(STORY, until=NEW_YEAR))
    assert (row["customers"], row["second_orders"], row["median_days"]) == (5, 3, 31)
    assert (row["share_30"], row["share_60"]) == (pytest.approx(40), pytest.approx(60))


def test_nobody_was_observed_for_a_year():
    row = one_row(metrics.time_to_second_order(STORY, until=NEW_YEAR))
    assert row["share_180"] == pytest.approx(60)
    assert row["share_365"] is None


def test_who_is_observed_too_shortly_leaves_the_risk_set_without_an_order():
    table = activity(bought("Adler", "2024-01-01"), bought("Adler", "2024-01-21"), bought("Dorn", "2024-01-15"))
    curve = metrics.second_order_curve(table, until=date(2024, 1, 25)).to_pylist()
    assert curve == [
        {"days": 9, "at_risk": 2, "second_orders": 0, "share": 0},
        {"days": 20, "at_risk": 1, "second_orders": 1, "share": 100},
    ]


def test_once_everybody_ordered_again_the_share_stays_at_a_hundred():
    table = activity(bought("Eder", "2024-02-29", orders=2))
    row = one_row(metrics.time_to_second_order(table, until=date(2024, 3, 2)))
    assert (row["median_days"], row["share_30"], row["share_365"]) == (0, 100, 100)


def test_a_second_order_after_the_date_is_not_known_yet():
    row = one_row(metrics.time_to_second_order(STORY, until=date(2024, 2, 1)))
    assert (row["customers"], row["second_orders"], row["median_days"], row["share_30"]) == (2, 0, None, None)


def test_nobody_has_no_rhythm():
    assert metrics.rhythm(NOBODY, at=NEW_YEAR).num_rows == metrics.overdue(NOBODY, at=NEW_YEAR).num_rows == 0
    assert metrics.second_order_curve(NOBODY, until=NEW_YEAR).num_rows == 0
    row = one_row(metrics.time_to_second_order(NOBODY, until=NEW_YEAR))
    assert (row["customers"], row["second_orders"], row["median_days"], row["share_30"]) == (0, 0, None, None)
