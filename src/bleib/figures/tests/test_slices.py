"""Slices by what the state knows of customers, also where somebody is in several of them."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest
from django.utils.translation import override

from bleib.accounts.models import User
from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.customers.models import Customer
from bleib.customers.models.product import Product, ProductGroup
from bleib.customers.models.tag import Tag
from bleib.figures.answer import answer
from bleib.figures.measurement import measure, measure_again
from bleib.figures.question import Question, standard
from bleib.figures.slices import labels
from bleib.figures.tests.histories import NOW, STORY, orders, told
from bleib.kernel.errors import UsageError
from bleib.report import Plan, Report
from bleib.segments.api import Membership, Segment

pytestmark = pytest.mark.slow


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


def test_a_segment_is_a_slice_of_those_who_belong_to_it_now(company):
    segment = Segment.objects.get(key="regulars")
    for number, left_at in (("Adler", None), ("Brandt", None), ("Conrad", NOW)):
        row = {"customer": Customer.objects.get(number=number), "entered_at": NOW, "left_at": left_at}
        Membership.objects.create(segment=segment, **row)
    (report,) = measured(("segment", "regulars"))
    assert report.one("totals")["customers"] == 2
    with override("en"):
        assert labels("segment", ["regulars", "gone"]) == {"regulars": "Regulars", "gone": "gone"}


def test_values_of_a_slice_stand_side_by_side_and_add_up(company):
    question = Question(Plan(days=260))
    answer(question, now=NOW)
    measure_again(now=NOW)
    found = answer(question, now=NOW)
    assert sorted(found.compared) == ["country", "owner", "product_group", "tag"]
    countries = {row["value"]: row["customers_start"] for row in found.compared["country"]}
    assert countries == {"DE": 3, "AT": 1}
    assert {row["value"] for row in found.compared["tag"]} == {"large", "loyal"}
    assert all(row["ci95_low"] <= row["rate"] <= row["ci95_high"] for row in found.compared["country"])


def test_a_slice_uses_the_windows_of_everybody(company):
    measure_again(now=NOW)
    whole = answer(standard(), now=NOW).report
    assert whole is not None
    assert [report.windows for report in measured(("country", "AT"))] == [whole.windows]


def test_owners_are_called_by_their_names(company):
    assert labels("owner", [str(company.pk), "999"]) == {str(company.pk): str(company), "999": "999"}


@pytest.mark.parametrize(("by", "value"), [("shoe size", "43"), ("country", ""), ("", "DE")])
def test_slices_that_cannot_be_are_refused(by, value):
    with pytest.raises(UsageError):
        Question(slice_by=by, slice_value=value)
