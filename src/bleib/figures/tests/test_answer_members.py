"""The customers behind a figure of an answer, with their records, from the history as it stands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from bleib.customers.models import Customer
from bleib.figures.answer import answer
from bleib.figures.answer_members import behind, figure_of
from bleib.figures.measurement import measure_again
from bleib.figures.question import Question, standard
from bleib.figures.tests.histories import NOW, told
from bleib.kernel.errors import UsageError
from bleib.report import Plan

pytestmark = pytest.mark.slow

HALVES = Question(Plan(days=240))


def measure_halves(home: Path) -> None:
    told(home)
    for number in ("Adler", "Brandt", "Conrad"):
        Customer.objects.create(number=number, name=f"{number} GmbH", country="DE", created_at=NOW)
    answer(HALVES, now=NOW)
    measure_again(now=NOW)


@pytest.fixture(scope="module")
def halves(made_once):
    return made_once(measure_halves, TIME_ZONE="Europe/Berlin")


@pytest.fixture
def report(halves, home):
    copytree(halves, home)
    found = answer(HALVES, now=NOW).report
    assert found is not None
    return found


def numbers(found) -> list[str]:
    return [each.number for each in found.members]


def test_who_was_kept_stands_behind_the_number_of_those_kept(report):
    found = behind(HALVES, figure_of(report, "retention", "kept", given={}), sort="value")
    assert found.count == report.one("retention")["kept"] == len(found.members)
    assert numbers(found)[0] == "Adler"
    assert str(found.members[0].customer) == "Adler GmbH"


def test_parts_of_a_sum_add_up_to_it(report):
    found = behind(HALVES, figure_of(report, "revenue_retention", "end", given={}), sort="value")
    assert found.total == report.one("revenue_retention")["end"] == sum(each.value for each in found.members)


def test_only_a_page_of_them_is_read(report):
    figure = figure_of(report, "totals", "customers", given={})
    whole = behind(HALVES, figure, sort="number")
    page = behind(HALVES, figure, sort="number", start=1, count=2)
    assert (page.count, numbers(page)) == (5, numbers(whole)[1:3])
    assert numbers(whole) == ["Adler", "Brandt", "Conrad", "Dorn", "Eder"]


def test_who_has_no_record_yet_is_listed_by_number(report):
    found = behind(HALVES, figure_of(report, "totals", "customers", given={}), sort="number")
    assert [each.number for each in found.members if each.customer is None] == ["Dorn", "Eder"]


def test_a_slice_names_those_in_it(report):
    question = Question(HALVES.plan, "country", "DE")
    found = behind(question, figure_of(report, "totals", "customers", given={}), sort="revenue")
    assert numbers(found) == ["Adler", "Conrad", "Brandt"]
    assert found.members[0].revenue == Decimal(18000)


def test_an_address_may_name_other_windows_and_the_row(report):
    months = {"base": "2025-01-01..2025-02-01", "next": "2025-02-01..2025-03-01"}
    figure = figure_of(report, "retention", "kept", given=months)
    assert numbers(behind(standard(), figure, sort="number")) == ["Adler", "Brandt", "Conrad"]
    cell = figure_of(report, "cohorts", "customers", given={"cohort": "2025-01-01", "age": "1"})
    assert behind(standard(), cell, sort="number").count == 3


@pytest.mark.parametrize(("metric", "cell"), [("weather", "rain"), ("retention", "crr"), ("lorenz", "share")])
def test_a_figure_that_does_not_exist_is_an_error(report, metric, cell):
    with pytest.raises(UsageError):
        figure_of(report, metric, cell, given={})
