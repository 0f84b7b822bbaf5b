"""A report on a month tells what changed in it and with whom; other reports say nothing of it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bleib.history.engine import DuckDBEngine
from bleib.kernel.errors import UsageError
from bleib.kernel.windows import Window
from bleib.metrics.tests.contract_story import contracts, runs
from bleib.report import Plan, compose, to_json
from bleib.report.page import render
from bleib.report.sections import sections
from bleib.report.story import story
from bleib.report.tests.books import book, every
from bleib.report.tests.test_data import VALIDATOR
from bleib.report.words import Words

START = date(2024, 1, 1)
STEADY = [row for number in range(5) for row in every(f"C{number}", gap=20, times=20, amount=100, start=START)]
LEFT = every("Adler", gap=20, times=9, amount=900, start=START)  # last on 9 June
CAME = [("Dorn", date(2024, 8, 12), 500)]
BACK = [("Brandt", date(2024, 2, 5), 10), ("Brandt", date(2024, 8, 20), 70)]
AUGUST = Plan(month=date(2024, 8, 31), days=60)


def report_on(plan, **fields):
    return compose(replace(book(*STEADY, *LEFT, *CAME, *BACK), **fields), windows=plan)


@pytest.fixture(scope="module")
def august():
    return report_on(AUGUST)


def captions(report, lang="en"):
    part = next(each for each in sections(report, Words(lang, "EUR")) if each.name == "changes")
    return {table.caption.partition(":")[0]: [row[0] for row in table.rows] for table in part.tables}


@pytest.mark.slow
def test_everybody_stands_in_the_list_they_belong_to(august):
    found = captions(august)
    assert (found["Lost"], found["Won back"], found["New"]) == (["Adler"], ["Brandt"], ["Dorn"])
    assert not set(found["New"]) & set(found.get("Rose most", ()))


def test_the_month_comes_first_in_the_story(august):
    assert story(august, Words("en", "EUR"))[0].startswith("August 2024: 1 new, 1 won back, 1 lost.")


def test_the_report_ends_with_its_month(august):
    assert august.windows.as_of == august.windows.next.end == date(2024, 9, 1)
    assert august.windows.month == Window(date(2024, 8, 1), date(2024, 9, 1))


@pytest.mark.slow
def test_whoever_was_overdue_before_is_not_newly_so():
    july, august = (report_on(Plan(month=date(2024, month, 1), days=60)) for month in (7, 8))
    assert [row["customer"] for row in july.rows("newly_overdue")] == ["Adler"]
    assert august.rows("newly_overdue") == ()
    assert [row["customer"] for row in august.rows("overdue")] == ["Adler"]


@pytest.mark.slow
def test_the_number_of_the_newly_overdue_is_over_all_of_them():
    many = [row for n in range(30) for row in every(f"L{n}", gap=20, times=9, amount=10, start=START)]
    report = compose(book(*STEADY, *many), windows=Plan(month=date(2024, 7, 1), days=60))
    assert len(report.rows("newly_overdue")) == 20
    assert "30 customers became overdue" in story(report, Words("en", "EUR"))[0]


@pytest.mark.slow
def test_contracts_that_end_are_listed():
    table = contracts(runs("Adler", "2024-01-01", "2024-10-01", 100), runs("C1", "2024-01-01", None, 50))
    engine = DuckDBEngine.over(activity=book(*STEADY).engine.run("select * from activity"), contracts=table)
    report = report_on(AUGUST, engine=engine, contracts=2)
    assert captions(report)["Contracts that end within 90 days after the month"] == ["Adler"]
    assert "1 contract ends" in story(report, Words("en", "EUR"))[0]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_and_the_json_tell_of_it(august, lang):
    assert 'id="changes"' in render(august, lang)
    data = json.loads(json.dumps(to_json(august), allow_nan=False))
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert data["windows"]["month"] == {"start": "2024-08-01", "end": "2024-09-01"}


@pytest.mark.slow
def test_other_reports_say_nothing_of_a_month():
    report = report_on(Plan(days=60))
    assert "customer_changes" not in report.answers
    assert "changes" not in [part.name for part in sections(report, Words("en", "EUR"))]


@pytest.mark.slow
def test_a_month_that_is_not_over_says_how_far_it_is_known():
    report = report_on(Plan(month=date(2025, 1, 1), days=60))
    assert report.windows.month == Window(date(2025, 1, 1), date(2025, 1, 16))
    assert "known up to 15 Jan 2025" in render(report, "en")


@pytest.mark.parametrize("month", [date(2024, 1, 15), date(2023, 12, 1), date(2025, 2, 1)])
def test_a_month_without_anything_before_it_or_in_it_is_refused(month):
    with pytest.raises(UsageError, match="--month"):
        report_on(Plan(month=month))
