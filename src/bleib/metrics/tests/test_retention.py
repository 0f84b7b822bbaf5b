"""Who stayed, in a company small enough to count by hand."""

from datetime import date

import pytest

from bleib import metrics
from bleib.metrics.tests.story import (
    H1,
    H2,
    NEW_YEAR,
    NOBODY,
    Q1,
    Q2,
    Q3,
    STORY,
    activity,
    bought,
    one_row,
    returned,
)


def counts(row):
    return {name: row[name] for name in ("customers_start", "customers_end", "new", "won_back", "kept", "lost")}


def test_two_of_four_stay_from_half_to_half_and_dorn_is_new():
    row = one_row(metrics.retention(STORY, base=H1, next=H2))
    expected = {"customers_start": 4, "customers_end": 3, "new": 1, "won_back": 0, "kept": 2, "lost": 2}
    assert counts(row) == expected
    assert (row["crr"], row["churn"], row["naive_crr"]) == (50, 50, 50)


def test_brandt_comes_back_after_a_pause_and_is_not_kept():
    row = one_row(metrics.retention(STORY, base=Q2, next=Q3))
    expected = {"customers_start": 1, "customers_end": 3, "new": 1, "won_back": 1, "kept": 1, "lost": 0}
    assert counts(row) == expected
    assert (row["crr"], row["naive_crr"]) == (100, 200)


def test_the_interval_is_wilsons():
    row = one_row(metrics.retention(STORY, base=H1, next=H2))
    assert row["ci95_low"] == pytest.approx(15.0039, abs=1e-4)
    assert row["ci95_high"] == pytest.approx(84.9961, abs=1e-4)


def test_a_return_alone_is_no_purchase():
    table = activity(bought("Conrad", "2024-03-05", 40), returned("Conrad", "2024-09-01", 45))
    assert one_row(metrics.retention(table, base=H1, next=H2))["kept"] == 0


def test_a_window_ends_before_its_last_day():
    table = activity(bought("Adler", "2024-06-30"), bought("Adler", "2024-07-01"), bought("Brandt", "2024-07-01"))
    row = one_row(metrics.retention(table, base=H1, next=H2))
    assert (row["customers_start"], row["kept"], row["new"]) == (1, 1, 1)


def test_who_first_bought_between_the_windows_is_neither_new_nor_kept():
    table = activity(bought("Adler", "2024-05-01"), bought("Adler", "2024-08-01"))
    row = one_row(metrics.retention(table, base=Q1, next=Q3))
    assert (row["new"], row["won_back"], row["kept"]) == (0, 1, 0)


def test_without_customers_there_are_counts_but_no_rates():
    row = one_row(metrics.retention(NOBODY, base=H1, next=H2))
    assert row["customers_start"] == 0
    assert [row[name] for name in ("crr", "churn", "naive_crr", "ci95_low", "ci95_high")] == [None] * 5


def test_one_customer_who_stays_is_a_hundred_percent():
    table = activity(bought("Adler", "2024-01-10"), bought("Adler", "2024-07-10"))
    assert one_row(metrics.retention(table, base=H1, next=H2))["crr"] == 100


def test_only_adler_brandt_and_eder_were_regulars_at_the_half():
    row = one_row(metrics.retention_regulars(STORY, base=H1, next=H2))
    assert counts(row) == {"customers_start": 3, "customers_end": 2, "new": 0, "won_back": 0, "kept": 2, "lost": 1}
    assert row["crr"] == pytest.approx(200 / 3)


def test_a_regular_who_paused_counts_as_won_back():
    row = one_row(metrics.retention_regulars(STORY, base=Q2, next=Q3))
    assert counts(row) == {"customers_start": 1, "customers_end": 2, "new": 0, "won_back": 1, "kept": 1, "lost": 0}


def test_at_a_date_two_windows_of_equal_length_are_compared():
    base, following = metrics.windows_at(NEW_YEAR, 184)
    assert (following, base.days, base.end) == (H2, 184, following.start)
    at_a_date = metrics.retention_at(STORY, at=NEW_YEAR, days=184)
    assert at_a_date.equals(metrics.retention(STORY, base=base, next=following))


def test_the_series_has_a_row_per_pair_of_quarters():
    table = metrics.retention_series(STORY, unit=metrics.Unit.QUARTER, until=NEW_YEAR)
    assert table.column("period").to_pylist() == [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1)]
    assert [counts(row) for row in table.to_pylist()][1] == counts(one_row(metrics.retention(STORY, base=Q2, next=Q3)))


def test_a_next_period_that_has_not_ended_is_empty_and_not_zero():
    last = metrics.retention_series(STORY, unit=metrics.Unit.QUARTER, until=date(2024, 12, 31)).to_pylist()[-1]
    assert (last["next_period"], last["customers_start"]) == (date(2024, 10, 1), 3)
    assert {last[name] for name in ("customers_end", "new", "won_back", "kept", "lost", "crr", "ci95_low")} == {None}


def test_a_month_without_any_purchase_stays_in_the_series():
    table = activity(bought("Adler", "2024-01-10"), bought("Adler", "2024-03-10"))
    rows = metrics.retention_series(table, until=date(2024, 4, 1)).to_pylist()
    assert [(row["customers_start"], row["kept"], row["won_back"], row["crr"]) for row in rows] == [
        (1, 0, 0, 0),
        (0, 0, 1, None),
    ]


def test_the_series_can_start_later_and_still_knows_who_is_not_new():
    rows = metrics.retention_series(STORY, unit="quarter", start=date(2024, 3, 1), until=NEW_YEAR).to_pylist()
    assert [(row["period"], row["new"]) for row in rows] == [(date(2024, 4, 1), 1), (date(2024, 7, 1), 0)]


@pytest.mark.parametrize(("unit", "pairs"), [("week", 51), ("month", 11), ("quarter", 3), ("year", 0)])
def test_every_calendar_unit_makes_its_pairs(unit, pairs):
    table = activity(bought("Adler", "2024-01-01"), bought("Adler", "2024-12-29"))
    series = metrics.retention_series(table, unit=unit, until=date(2024, 12, 30))
    observed = [row for row in series.to_pylist() if row["kept"] is not None]
    assert len(observed) == pairs - (unit in ("month", "quarter"))


def test_of_three_inactive_customers_one_comes_back():
    row = one_row(metrics.won_back_rate(STORY, base=Q2, next=Q3))
    assert (row["inactive"], row["won_back"]) == (3, 1)
    assert row["rate"] == pytest.approx(100 / 3)


def test_where_nobody_was_inactive_there_is_no_won_back_rate():
    row = one_row(metrics.won_back_rate(NOBODY, base=Q2, next=Q3))
    assert (row["inactive"], row["won_back"], row["rate"], row["ci95_low"]) == (0, 0, None, None)


def test_three_of_five_bought_twice_and_eder_did_so_on_one_day():
    row = one_row(metrics.repeat_share(STORY, until=NEW_YEAR))
    assert (row["customers"], row["regulars"], row["repeat_share"]) == (5, 3, 60)


def test_the_repeat_share_knows_nothing_of_later_purchases():
    row = one_row(metrics.repeat_share(STORY, until=date(2024, 2, 11)))
    assert (row["customers"], row["regulars"], row["repeat_share"]) == (2, 1, 50)
