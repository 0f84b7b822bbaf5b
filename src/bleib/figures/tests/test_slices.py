"""Slices by what the state knows of customers, also where somebody is in several of them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from django.utils.translation import override

from bleib.accounts.models import User
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.customers.models import Customer
from bleib.customers.models.product import Product, ProductGroup
from bleib.customers.models.tag import Tag
from bleib.figures.answer import answer
from bleib.figures.answer_members import behind, figure_of
from bleib.figures.measurement import measure, measure_again, measure_on_change
from bleib.figures.question import Question, standard
from bleib.figures.slices import labels
from bleib.figures.tests.histories import NOW, STORY, orders, told
from bleib.history.models import Change
from bleib.kernel.errors import UsageError
from bleib.report import Plan, Report
from bleib.segments.api import Membership, Segment, fill_everybody, keep_segment

pytestmark = pytest.mark.slow
HALVES = Plan(days=240)
YELLOW = {"field": "light", "is": "yellow"}


def found_a_company(home: Path) -> None:
    """Adler and Brandt sit in Germany, Conrad in Austria; Adler is known as large and as loyal."""
    told(home, [*STORY, *orders("Adler", "2025-03-03", product="INK")])
    bert = colleague(Role.SALES)
    for number, country in {"Adler": "DE", "Brandt": "DE", "Conrad": "AT", "Dorn": "", "Eder": "DE"}.items():
        Customer.objects.create(number=number, country=country, created_at=NOW, owner=bert if number > "B" else None)
    large, loyal = Tag.objects.create(name="large"), Tag.objects.create(name="loyal")
    Customer.objects.get(number="Adler").tags.add(large, loyal)
    Customer.objects.get(number="Brandt").tags.add(loyal)
    paper, ink = ProductGroup.objects.create(name="Paper"), ProductGroup.objects.create(name="Ink")
    Product.objects.create(code="A", group=paper)
    Product.objects.create(code="INK", group=ink)


@pytest.fixture(scope="module")
def founded(made_once):
    return made_once(found_a_company, TIME_ZONE="Europe/Berlin")


@pytest.fixture
def company(founded, home):
    """Yields Bert, who owns all customers but Adler."""
    copytree(founded, home)
    return User.objects.get(role=Role.SALES)


def counted(question: Question) -> int:
    """How many customers the answer is about."""
    answer(question, now=NOW)
    measure(now=NOW)
    report = answer(question, now=NOW).report
    assert report is not None
    return int(report.one("totals")["customers"])


def measured(*slices: tuple[str, str]) -> list[Report]:
    """The answers of these slices, measured in one run."""
    questions = [Question(slice_by=slice_by, slice_value=value) for slice_by, value in slices]
    for question in questions:
        answer(question, now=NOW)
    measure(now=NOW)
    reports = [answer(question, now=NOW).report for question in questions]
    return [report for report in reports if report is not None]


def test_a_slice_counts_those_in_it(company):
    slices = {
        ("country", "DE"): 3, ("tag", "loyal"): 2, ("product_group", "Ink"): 1, ("owner", str(company.pk)): 4,
        ("industry", "nobody's"): 0,
    }  # fmt: skip
    assert [report.one("totals")["customers"] for report in measured(*slices)] == list(slices.values())


def test_a_segment_is_a_slice_of_those_who_belonged_to_it_when_the_second_window_began(company, home):
    won_back = Segment.objects.get(key="won-back")
    for number in ("Adler", "Dorn"):  # the members of today change nothing
        Membership.objects.create(segment=won_back, customer=Customer.objects.get(number=number), entered_at=NOW)
    regulars = Question(HALVES, "segment", "regulars")
    assert [counted(regulars), counted(Question(HALVES, "segment", "won-back"))] == [3, 0]  # Dorn came later
    assert len(list((home / "slices").glob("belonged-2025-10-08-*"))) == 1  # a day is looked at once for both
    found = answer(regulars, now=NOW)
    assert (found.sliced_on, found.untold) == (date(2025, 10, 8), ("at-risk",))
    figure = figure_of(found.report, "totals", "customers", given={})
    assert [each.number for each in behind(regulars, figure, sort="number").members] == ["Adler", "Brandt", "Conrad"]
    measure_on_change(Change(kind="erasure"), now=NOW)
    with pytest.raises(UsageError, match="being looked up again"):
        behind(regulars, figure, sort="number")


def test_whom_an_answer_counts_is_looked_up_again_where_it_is_not_there_as_after_a_restore(company, home):
    regulars = Question(HALVES, "segment", "regulars")
    counted(regulars)
    rmtree(home / "slices")
    found = answer(regulars, now=NOW)
    assert found.stale
    measure_again(now=NOW)
    figure = figure_of(found.report, "totals", "customers", given={})
    assert [each.number for each in behind(regulars, figure, sort="number").members] == ["Adler", "Brandt", "Conrad"]
    assert not answer(regulars, now=NOW).stale


def test_a_segment_that_asks_for_lights_is_told_by_who_was_in_it_then(company):
    fill_everybody(now=NOW - timedelta(days=900))
    then = {"entered_at": NOW - timedelta(days=800), "left_at": NOW - timedelta(days=9)}
    at_risk, conrad = Segment.objects.get(key="at-risk"), Customer.objects.get(number="Conrad")
    Membership.objects.create(segment=at_risk, customer=conrad, **then)
    assert counted(Question(HALVES, "segment", "at-risk")) == 1
    keep_segment({"key": "at-risk", "name": {"en": "Watched"}, "when": YELLOW}, by=None, now=NOW)
    later = Question(Plan(days=239), "segment", "at-risk")
    assert counted(later) == 0
    assert answer(later, now=NOW).untold == ("at-risk",)


def test_values_of_a_slice_stand_side_by_side_and_add_up(company):
    question = Question(Plan(days=260))
    answer(question, now=NOW)
    measure_again(now=NOW)
    found = answer(question, now=NOW)
    assert list(found.compared) == ["country", "owner", "tag", "segment", "product_group"]
    countries = {row["value"]: row["customers_start"] for row in found.compared["country"]}
    assert countries == {"DE": 3, "AT": 1}
    assert {row["value"] for row in found.compared["tag"]} == {"large", "loyal"}
    assert all(row["ci95_low"] <= row["rate"] <= row["ci95_high"] for row in found.compared["country"])


def test_a_slice_uses_the_windows_of_everybody(company):
    measure_again(now=NOW)
    whole = answer(standard(), now=NOW).report
    assert whole is not None
    assert [report.windows for report in measured(("country", "AT"))] == [whole.windows]


def test_owners_and_segments_are_called_by_their_names(company):
    with override("en"):
        assert labels("segment", ["regulars", "gone"]) == {"regulars": "Regulars", "gone": "gone"}
    assert labels("owner", [str(company.pk), "999"]) == {str(company.pk): str(company), "999": "999"}


@pytest.mark.parametrize(("by", "value"), [("shoe size", "43"), ("country", ""), ("", "DE")])
def test_slices_that_cannot_be_are_refused(by, value):
    with pytest.raises(UsageError):
        Question(slice_by=by, slice_value=value)
