"""Reports composed from real metrics, down to books that hardly say anything."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from rich.console import Console

from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Unit, Window
from bleib.report import Plan, compose, print_terminal, to_json
from bleib.report.page import render
from bleib.report.story import stayed
from bleib.report.tests.books import Purchase, book, every
from bleib.report.tests.test_data import VALIDATOR
from bleib.report.words import Words

pytestmark = pytest.mark.slow

START = date(2024, 1, 1)
STEADY = [row for number in range(40) for row in every(f"C{number}", gap=28, times=14, amount=100, start=START)]
GONE = every("gone", gap=20, times=6, amount=900, start=START)

THIN: dict[str, list[Purchase]] = {
    "one customer, one purchase": [("A", START, 50)],
    "one customer, two purchases on a day apart": [("A", START, 50), ("A", date(2024, 1, 2), 70)],
    "nobody bought twice": [(f"C{number}", date(2024, 1 + number, 1), 10) for number in range(12)],
    "no amounts": [*every("A", gap=30, times=9, amount=None, start=START), ("B", START, None)],
    "no customers": every(None, gap=30, times=9, amount=40, start=START),
    "fewer than thirty customers": every("A", gap=9, times=30, amount=4, start=START) + GONE,
    "only refunds in the last year": [("A", START, 10), ("B", date(2026, 1, 1), -10)],
    "ten years": every("A", gap=100, times=40, amount=10, start=date(2014, 5, 5)) + STEADY,
}


@pytest.fixture(scope="module")
def steady():
    return compose(book(*STEADY, *GONE), now=datetime(2025, 2, 1, tzinfo=UTC))


@pytest.mark.parametrize("name", THIN)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_thin_books_make_a_report_too(name, lang):
    report = compose(book(*THIN[name]))
    data = json.loads(json.dumps(to_json(report), allow_nan=False))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    print_terminal(report, Console(file=StringIO(), width=80), lang)
    assert "</html>" in render(report, lang)


def test_the_window_comes_from_the_rhythm(steady):
    assert steady.one("order_gaps")["p90"] == 28
    assert steady.windows.next.days == 30
    assert steady.windows.why == "why_rhythm"


def test_the_parts_of_the_report_agree_with_each_other(steady):
    row, bridge = steady.one("retention"), steady.one("revenue_retention")
    assert row["kept"] + row["lost"] == row["customers_start"] == 40
    assert bridge["start"] == 40 * 100
    assert steady.one("totals")["customers"] == sum(each["customers"] for each in steady.grid) == 41


def test_the_overdue_are_those_out_of_their_own_rhythm(steady):
    assert [row["customer"] for row in steady.rows("overdue")] == ["gone"]
    assert steady.worth == {"customers": 1, "revenue_year": 5400}
    assert sum(row["customers"] for row in steady.lateness) == 41


def test_a_report_at_a_date_knows_nothing_that_came_later():
    report = compose(book(*STEADY), windows=Plan(at=date(2024, 6, 1), days=60))
    assert report.one("totals")["last_day"] < date(2024, 6, 1)
    assert max(row["next_period"] for row in report.rows("retention_series") if row["crr"]) < date(2024, 6, 1)


def test_every_quarter_compares_quarters():
    report = compose(book(*STEADY), windows=Plan(every=Unit.QUARTER))
    assert report.windows.next == Window(date(2024, 10, 1), date(2025, 1, 1))
    assert report.rows("retention_series")[0]["period"] == date(2024, 1, 1)


def test_a_next_window_that_is_not_over_is_answered_with_a_warning_beside_the_rate():
    plan = Plan(base=Window(date(2024, 6, 1), date(2024, 12, 1)), next=Window(date(2024, 12, 1), date(2025, 6, 1)))
    report = compose(book(*STEADY), windows=plan)
    assert "not fully observed" in stayed(report, Words("en", "EUR"))
    assert "not fully observed" in render(report, "en")


def test_a_next_window_that_is_over_needs_no_warning(steady):
    assert "observed" not in stayed(steady, Words("en", "EUR"))


def test_a_base_window_that_begins_well_before_the_data_is_warned_of():
    windows = Plan(base=Window(date(2023, 1, 1), date(2024, 7, 1)), next=Window(date(2024, 7, 1), date(2025, 1, 1)))
    said = stayed(compose(book(*STEADY), windows=windows), Words("en", "EUR"))
    assert "the first window is not fully observed" in said


@pytest.mark.parametrize("at", [date(2020, 1, 1), date(2027, 1, 1)])
def test_a_date_of_which_the_data_say_nothing_is_refused(at):
    with pytest.raises(UsageError, match="he data "):
        compose(book(*STEADY), windows=Plan(at=at, days=30))
