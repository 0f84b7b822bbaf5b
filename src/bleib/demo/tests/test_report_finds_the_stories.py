from datetime import UTC, date, datetime

import pytest

from bleib import metrics
from bleib.demo import Story, folder_name, truth_of, write_exports
from bleib.history import measuring
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading
from bleib.kernel.windows import Window

pytestmark = pytest.mark.slow

BASE = Window(date(2024, 11, 21), date(2025, 11, 21))
NEXT = Window(date(2025, 11, 21), date(2026, 11, 21))


@pytest.fixture(scope="module")
def book(company, tmp_path_factory):
    files = write_exports(company, tmp_path_factory.mktemp("exports") / folder_name(company.until))
    with Reading(ReadOptions(), now=datetime(2026, 11, 21, tzinfo=UTC)) as reading:
        reading.look(files)
        reading.read()
        yield measuring.book(reading, files)


@pytest.fixture(scope="module")
def truth(company):
    return truth_of(company)


def buyers(company, window):
    """Customers with an order in the window, straight from the generated lines."""
    bought = (line for line in company.lines if line.customer and line.amount > 0)
    return {line.customer.number for line in bought if window.start <= line.at.date() < window.end}


def overdue(book):
    return {row["customer"]: row for row in metrics.run("overdue", book.engine, at=book.until).to_pylist()}


def test_the_book_ends_with_the_day_and_says_that_it_is_synthetic(book, company):
    assert (book.until, book.synthetic) == (company.until, True)


def test_retention_is_what_the_lines_say(book, company):
    start, end = buyers(company, BASE), buyers(company, NEXT)
    (row,) = metrics.run("retention", book.engine, base=BASE, next=NEXT).to_pylist()
    assert (row["customers_start"], row["customers_end"], row["kept"]) == (len(start), len(end), len(start & end))


def test_regulars_that_left_are_overdue(book, truth):
    left = truth.numbers(Story.STOPPED, Story.LOST_REGION)
    assert len(left & overdue(book).keys()) >= 0.95 * len(left)


def test_one_time_buyers_are_never_overdue(book, truth):
    assert not truth.numbers(Story.ONE_TIME) & overdue(book).keys()


def test_few_who_keep_their_rhythm_are_overdue(book, truth):
    steady = truth.numbers(Story.STEADY, Story.KEY_ACCOUNT)
    assert len(steady & overdue(book).keys()) < 0.1 * len(steady)


def test_customers_won_back_are_not_kept(book, company, truth):
    (row,) = metrics.run("retention", book.engine, base=BASE, next=NEXT).to_pylist()
    paused = truth.numbers(Story.WON_BACK) & buyers(company, NEXT) - buyers(company, BASE)
    assert row["won_back"] >= len(paused)


def test_one_time_buyers_are_no_regulars(book, truth):
    (row,) = metrics.run("repeat_share", book.engine, until=book.until).to_pylist()
    assert row["customers"] == truth.customers
    assert row["customers"] - row["regulars"] >= len(truth.numbers(Story.ONE_TIME))


def test_the_total_is_the_revenue_of_the_truth(book, truth):
    (row,) = metrics.run("totals", book.engine, until=book.until).to_pylist()
    assert row["revenue"] == truth.revenue
