"""Dates as Germans, Americans, programs and ISO write them; what stays ambiguous is asked for."""

from __future__ import annotations

import pytest

from bleib.history.sources import months
from bleib.history.sources.options import AmbiguousDates, DateOrder
from bleib.kernel.errors import BleibError


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31.01.2025", "2025-01-31"),
        ("31.1.25", "2025-01-31"),
        ("31.01.2025 23:59", "2025-01-31"),
        ("31.01.2025, 23:59 Uhr", "2025-01-31"),
        ("2025-01-31", "2025-01-31"),
        ("2025-1-31", "2025-01-31"),
        ("2025-01-31T23:59:59.123", "2025-01-31"),
        ("31/01/2025", "2025-01-31"),
        ("01/31/2025 11:59 PM", "2025-01-31"),
        ("31-01-2025", "2025-01-31"),
        ("2025/1/31", "2025-01-31"),
        ("20250131", "2025-01-31"),
        ("20250131 23:59", "2025-01-31"),
        ("20250131235959", "2025-01-31"),
        ("31 Jan 2025", "2025-01-31"),
        ("31-Dec-2024 10:00", "2024-12-31"),
        ("1. März 2025", "2025-03-01"),
        ("01. Mrz. 2025", "2025-03-01"),
        ("31. Dez 2024", "2024-12-31"),
        ("3. Oktober 2024", "2024-10-03"),
        ("1. Mai 2024", "2024-05-01"),
        ("January 31, 2025", "2025-01-31"),
    ],
)
def test_every_way_of_writing_a_date(read_dates, written, day):
    assert [str(each) for each in read_dates(written, written).each("day")] == [day, day]


def test_with_and_without_time_in_one_column(read_dates):
    found = read_dates("31.01.2025", "31.01.2025 10:11", "31.01.2025 10:11:12")
    assert [each.strftime("%d %H:%M:%S") for each in found.each("occurred_at")] == [
        "30 23:00:00",
        "31 09:11:00",
        "31 09:11:12",
    ]


def test_years_of_two_digits_among_years_of_four(read_dates):
    found = read_dates("30.01.2025", "31.01.2025", "01.02.25", "02.02.25 10:00")
    assert [str(each) for each in found.each("day")] == ["2025-01-30", "2025-01-31", "2025-02-01", "2025-02-02"]


def test_without_a_zone_a_time_is_local(read_dates):
    winter, summer = read_dates("2025-01-15 12:00", "2025-07-15 12:00", time_zone="Europe/Berlin").each("occurred_at")
    assert (winter.hour, summer.hour) == (11, 10)


def test_with_a_zone_the_instant_counts_and_the_day_is_local(read_dates):
    found = read_dates("2025-01-31T23:30:00Z", "2025-01-31T23:30:00+01:00", "2025-01-31 23:30:00-0500")
    assert [each.strftime("%d %H:%M") for each in found.each("occurred_at")] == ["31 23:30", "31 22:30", "01 04:30"]
    assert [each.day for each in found.each("day")] == [1, 31, 1]


@pytest.mark.parametrize("most", ["2025-01-31T12:00:00Z", "2025-01-31T13:00:00"])
def test_zoned_and_local_times_in_one_column_are_each_read_rightly(read_dates, most):
    found = read_dates(most, most, most, "2025-01-31T12:00:00Z", "2025-01-31T13:00:00")
    assert {each.hour for each in found.each("occurred_at")} == {12}


def test_dates_typed_into_cells_as_text_stand_beside_real_ones(read_dates):
    found = read_dates("31.01.2025", "2025-02-01", "02.02.2025")
    assert [str(each) for each in found.each("day")] == ["2025-01-31", "2025-02-01", "2025-02-02"]


def test_an_ambiguous_column_is_asked_for(read_dates):
    with pytest.raises(AmbiguousDates, match=r"'Rechnungsdatum' can be read day first or month first.*'03/04/2025'"):
        read_dates("03/04/2025", "03/04/2025")


@pytest.mark.parametrize(("order", "month"), [(DateOrder.DAY_FIRST, 4), (DateOrder.MONTH_FIRST, 3)])
def test_the_answer_settles_an_ambiguous_column(read_dates, order, month):
    assert read_dates("03/04/2025", date_order=order).facts[0].day.month == month


@pytest.mark.slow
def test_one_date_far_down_settles_an_ambiguous_column(read_dates):
    found = read_dates(*["01/02/2025"] * 6_000, "01/14/2025")
    assert {each.month for each in found.each("day")} == {1}


def test_a_column_that_contradicts_itself_is_asked_for(read_dates):
    with pytest.raises(AmbiguousDates, match=r"some dates .* can only be read day first, others only month first"):
        read_dates("31/12/2024", "12/31/2024", "01/02/2025")


def test_one_impossible_date_does_not_unsettle_a_column(read_dates):
    found = read_dates(*["31/12/2024"] * 30, "12/31/2024")
    assert [(each.code, each.value) for each in found.rejects] == [("bad_at", "12/31/2024")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("01.01.1900", "early_at"),
        ("31.12.1969", "early_at"),
        ("31.12.2099", "late_at"),
        ("31.02.2025", "bad_at"),
        ("00.00.0000", "bad_at"),
        ("NULL", "bad_at"),
        ("", "missing_at"),
    ],
)
def test_impossible_dates_are_rejected(read_dates, written, code):
    found = read_dates("01.02.2025", "02.02.2025", "03.02.2025", written)
    assert [(each.line, each.column, each.value, each.code) for each in found.rejects] == [
        (5, "Rechnungsdatum", written, code)
    ]


def test_the_first_day_of_1970_is_fine(read_dates):
    assert read_dates("01.01.1970").counts.accepted == 1


@pytest.mark.parametrize("written", ["45688", "1738368000", "bald"])
def test_a_date_column_that_cannot_be_read_is_named_with_a_sample(read_dates, written):
    with pytest.raises(BleibError, match=f"column 'Rechnungsdatum' should say 'at'.*'{written}'"):
        read_dates(written, written)


@pytest.mark.parametrize("text", ["Rohr 3", "31. Foo 2025", "2025", ""])
def test_what_spells_no_month_stays_as_it_is(text):
    assert months.spelled_out(text) == text
