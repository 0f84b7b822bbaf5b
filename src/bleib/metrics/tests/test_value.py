"""Revenue bridge, regulars' share, concentration and totals."""

from datetime import date
from decimal import Decimal

import pytest

from bleib import metrics
from bleib.metrics.tests.story import (
    H1,
    H2,
    NEW_YEAR,
    NOBODY,
    Q2,
    Q3,
    STORY,
    THE_YEAR,
    activity,
    bought,
    every,
    one_row,
    returned,
)

PARTS = ("start", "lost", "contraction", "expansion", "new", "won_back", "late_refunds", "end")


def bridge(table, **windows):
    row = one_row(metrics.revenue_retention(table, **windows))
    return tuple(row[name] for name in PARTS)


def test_the_bridge_of_the_story_names_every_customer_once():
    start = 600 + 120 + 40 + 30
    lost, contraction, new, conrads_return = 40 + 30, 60, 500, -45
    assert bridge(STORY, base=H1, next=H2) == (start, lost, contraction, 0, new, 0, conrads_return, 600 + 60 + 500 - 45)


def test_who_comes_back_is_won_back_revenue():
    assert bridge(STORY, base=Q2, next=Q3) == (300, 0, 0, 0, 500, 60, -45, 815)


def test_a_return_booked_in_the_base_without_a_purchase_there_drops_out():
    table = activity(
        bought("Adler", "2023-12-01", 80), returned("Adler", "2024-01-02", 80), bought("Adler", "2024-08-01", 9)
    )
    assert bridge(table, base=H1, next=H2) == (-80, 0, 0, 0, 0, 9, 80, 9)


def test_who_returned_more_than_bought_is_lost_without_a_negative_loss():
    table = activity(bought("Conrad", "2024-03-05", 40), returned("Conrad", "2024-03-09", 45))
    assert bridge(table, base=H1, next=H2) == (-5, 0, 0, 0, 0, 0, 5, 0)


def test_nrr_and_grr_follow_the_customers_with_revenue_in_the_base():
    table = activity(
        bought("Adler", "2024-01-01", 100),
        bought("Adler", "2024-08-01", 150),
        bought("Brandt", "2024-01-01", 100),
        bought("Brandt", "2024-08-01", 20),
        bought("Dorn", "2024-08-01", 999),
    )
    row = one_row(metrics.revenue_retention(table, base=H1, next=H2))
    assert (row["nrr"], row["grr"]) == (85, 60)


def test_grr_never_falls_below_zero_where_returns_exceed_purchases():
    table = activity(bought("Conrad", "2024-01-01", 40), returned("Conrad", "2024-08-01", 45))
    row = one_row(metrics.revenue_retention(table, base=H1, next=H2))
    assert (row["nrr"], row["grr"]) == (pytest.approx(-112.5), 0)


def test_without_amounts_the_bridge_is_empty_and_not_zero():
    table = activity(bought("Adler", "2024-01-01"), bought("Adler", "2024-08-01"))
    assert set(one_row(metrics.revenue_retention(table, base=H1, next=H2)).values()) == {None}


def test_sales_without_a_customer_stay_out_of_the_bridge():
    start, *_ = bridge(STORY, base=H1, next=H2)
    assert start == 790


def test_regulars_brought_all_but_dorns_first_order():
    row = one_row(metrics.regular_revenue_share(STORY, window=H2))
    assert (row["revenue"], row["regular_revenue"]) == (1115, 660)
    assert row["share"] == pytest.approx(100 * 660 / 1115)


def test_revenue_without_customer_belongs_to_no_regular():
    row = one_row(metrics.regular_revenue_share(STORY, window=H1))
    assert (row["revenue"], row["regular_revenue"], row["share"]) == (Decimal("799.99"), 0, 0)


def test_without_amounts_regulars_have_no_share():
    row = one_row(metrics.regular_revenue_share(activity(bought("Adler", "2024-08-01")), window=H2))
    assert row == {"revenue": None, "regular_revenue": None, "share": None}


def test_the_top_fifth_of_five_is_adler():
    row = one_row(metrics.pareto(STORY, window=THE_YEAR))
    assert (row["customers"], row["top_customers"], row["top_revenue"], row["revenue"]) == (5, 1, 1200, 1905)
    assert row["share"] == pytest.approx(100 * 1200 / 1905)


@pytest.mark.parametrize(("customers", "top", "expected"), [(100, 7, 7), (101, 20, 21), (1, 20, 1), (7, 100, 7)])
def test_the_top_is_rounded_up_to_whole_customers(customers, top, expected):
    table = activity(*(bought(f"Customer {number}", "2024-05-05", 10) for number in range(customers)))
    row = one_row(metrics.pareto(table, window=THE_YEAR, top=top))
    assert row["top_customers"] == expected
    assert row["share"] == pytest.approx(100 * expected / customers)


def test_equal_customers_have_gini_zero_and_one_for_all_nearly_one():
    equal = activity(*(bought(name, "2024-05-05", 10) for name in "ABCD"))
    single = activity(bought("A", "2024-05-05", 10), *(bought(name, "2024-05-05", 0) for name in "BCD"))
    assert one_row(metrics.pareto(equal, window=THE_YEAR))["gini"] == 0
    assert one_row(metrics.pareto(single, window=THE_YEAR))["gini"] == pytest.approx(0.75)


def test_a_negative_customer_keeps_its_sign_and_lifts_gini_above_one():
    table = activity(
        bought("Adler", "2024-05-05", 10), bought("Conrad", "2024-05-05", 1), returned("Conrad", "2024-05-06", 9)
    )
    row = one_row(metrics.pareto(table, window=THE_YEAR))
    assert (row["revenue"], row["gini"]) == (2, 4.5)


def test_without_amounts_concentration_is_empty():
    row = one_row(metrics.pareto(activity(bought("Adler", "2024-05-05")), window=THE_YEAR))
    assert (row["customers"], row["revenue"], row["share"], row["gini"]) == (1, None, None, None)
    assert metrics.lorenz(activity(bought("Adler", "2024-05-05")), window=THE_YEAR).num_rows == 0


def test_the_lorenz_curve_climbs_from_nothing_to_everything():
    points = metrics.lorenz(STORY, window=H1).to_pylist()
    assert [round(point["revenue_share"] * 7.9) for point in points] == [0, 30, 70, 190, 790]
    assert [point["customers_share"] for point in points] == [0, 25, 50, 75, 100]


def test_a_thousand_customers_make_a_hundred_and_one_points():
    table = activity(*(bought(f"C{number}", "2024-05-05", number + 1) for number in range(1000)))
    points = metrics.lorenz(table, window=THE_YEAR).to_pylist()
    assert [point["customers_share"] for point in points] == list(range(101))


def test_totals_count_orders_of_customers_and_revenue_of_all():
    row = one_row(metrics.totals(STORY, until=NEW_YEAR))
    assert (row["customers"], row["orders"], row["lines"]) == (5, 12 + 3 + 1 + 1 + 2, 19)
    assert (row["revenue"], row["refunds"], row["revenue_without_customer"]) == (
        Decimal("1914.99"),
        45,
        Decimal("9.99"),
    )
    assert (row["first_day"], row["last_day"]) == (date(2024, 1, 10), date(2024, 12, 10))


def test_totals_end_before_the_date():
    row = one_row(metrics.totals(activity(*every(1, "Adler", start="2024-01-01", times=10)), until=date(2024, 1, 4)))
    assert (row["orders"], row["revenue"], row["revenue_without_customer"]) == (3, 30, 0)


def test_totals_of_nobody_are_zero_customers_and_unknown_money():
    row = one_row(metrics.totals(NOBODY, until=NEW_YEAR))
    assert (row["customers"], row["orders"], row["revenue"], row["first_day"]) == (0, 0, None, None)
