from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from bleib.demo import Company, Story, demo_company
from bleib.demo.calendar import years_before
from bleib.demo.cast import BACK, CAST, GIANT, GROWING, TWICE, TWICE_AGAIN


@pytest.mark.slow
def test_the_same_day_and_seed_give_the_same_lines(company: Company) -> None:
    again = demo_company(date(2026, 11, 21))
    assert [(line.ref, line.amount) for line in again.lines] == [(line.ref, line.amount) for line in company.lines]


@pytest.mark.slow
def test_another_day_gives_the_company_of_that_day(company: Company) -> None:
    later = demo_company(date(2026, 11, 24))
    assert later.until == date(2026, 11, 24)
    assert later.lines[-1].at.date() > company.until


@pytest.mark.slow
def test_another_seed_gives_another_company(company: Company) -> None:
    assert demo_company(date(2026, 11, 21), seed=7).lines[0] != company.lines[0]


@pytest.mark.slow
def test_three_years_end_with_yesterday(company: Company) -> None:
    assert (company.start, company.until) == (date(2023, 11, 21), date(2026, 11, 21))
    assert company.lines[0].at.date() >= company.start
    assert date(2026, 11, 16) < company.lines[-1].at.date() < company.until


def test_the_29th_of_february_has_a_day_three_years_before() -> None:
    assert years_before(date(2028, 2, 29), 3) == date(2025, 2, 28)


def test_it_is_a_mid_sized_wholesaler(company: Company) -> None:
    assert len(company.customers) == 2000 + len(CAST)
    assert 20_000 <= len(company.lines) <= 70_000
    assert {"Deutschland", "Österreich", "Schweiz"} <= {customer.country for customer in company.customers}


def test_nobody_orders_on_a_sunday_or_between_the_years(company: Company) -> None:
    days = {line.at.date() for line in company.lines}
    assert not [day for day in days if day.weekday() == 6 or (day.month == 12 and day.day >= 24)]


def test_spring_is_busier_than_december(company: Company) -> None:
    months = Counter(line.at.month for line in company.lines)
    assert months[4] > 1.3 * months[12]


def test_a_few_key_accounts_bring_a_large_share_of_revenue(company: Company) -> None:
    keys = [line.amount for line in company.lines if line.customer and line.customer.story is Story.KEY_ACCOUNT]
    assert sum(keys) > Decimal("0.35") * sum(line.amount for line in company.lines)


def test_the_price_list_was_raised_once(company: Company) -> None:
    prices = {line.price for line in company.lines if line.article.number == "FRACHT"}
    assert prices == {Decimal("8.90"), Decimal("9.48")}


def test_credit_notes_have_numbers_of_their_own(company: Company) -> None:
    credited = [line for line in company.lines if line.quantity < 0]
    assert credited
    assert all(line.ref.startswith("GS") and line.amount < 0 for line in credited)


def test_all_positions_of_a_document_share_its_time_and_customer(company: Company) -> None:
    assert len({line.ref for line in company.lines}) == len(
        {(line.ref, line.at, line.customer) for line in company.lines}
    )


def test_numbers_rise_with_time(company: Company) -> None:
    invoices = [line.ref for line in company.lines if line.ref.startswith("RE25")]
    assert invoices == sorted(invoices)


def test_regulars_that_stopped_are_silent_for_several_of_their_gaps(company: Company) -> None:
    last = {line.customer.number: line.at.date() for line in company.lines if line.customer and line.amount > 0}
    stopped = [customer for customer in company.customers if customer.story is Story.STOPPED]
    assert len(stopped) == 150
    assert all(company.until - last[each.number] >= timedelta(days=4.9 * each.gap_days) for each in stopped)


def test_one_time_buyers_order_once(company: Company) -> None:
    orders = {(line.customer.number, line.ref) for line in company.lines if line.customer and line.amount > 0}
    times = Counter(number for number, _ in orders)
    one_time = [customer.number for customer in company.customers if customer.story is Story.ONE_TIME]
    assert {times[number] for number in one_time} == {1}


def test_every_customer_buys_at_least_once(company: Company) -> None:
    assert {line.customer for line in company.lines if line.amount > 0} - {None} == set(company.customers)


def test_the_lost_region_falls_silent_after_its_sales_rep_has_gone(company: Company) -> None:
    lost = [line.at.date() for line in company.lines if line.customer and line.customer.story is Story.LOST_REGION]
    assert max(day for day in lost) < company.until - timedelta(days=290)
    assert {each.region for each in company.customers if each.story is Story.LOST_REGION} == {"Nordwest"}


def days_of(company: Company, number: str) -> list[date]:
    return sorted({line.at.date() for line in company.lines if line.customer and line.customer.number == number})


def test_the_largest_customer_of_all_is_silent(company: Company) -> None:
    revenue: dict[str, Decimal] = defaultdict(Decimal)
    for line in company.lines:
        if line.customer:
            revenue[line.customer.number] += line.amount
    assert max(revenue, key=revenue.__getitem__) == GIANT.number
    assert days_of(company, GIANT.number)[-1] <= company.until - timedelta(days=GIANT.silent)


def test_one_comes_back_after_most_of_a_year_and_one_comes_ever_more_often(company: Company) -> None:
    back, growing = days_of(company, BACK.number), days_of(company, GROWING.number)
    assert max(later - one for one, later in pairwise(back)) >= timedelta(days=300)
    gaps = [(later - one).days for one, later in pairwise(growing)]
    assert sum(gaps[-10:]) < sum(gaps[:10]) / 2


def test_one_company_has_two_numbers_one_after_the_other(company: Company) -> None:
    assert days_of(company, TWICE.number)[-1] < days_of(company, TWICE_AGAIN.number)[0]
