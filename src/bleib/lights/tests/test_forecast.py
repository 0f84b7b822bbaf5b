"""The forecast lights by its chance of leaving; a trend is shown only beyond the noise."""

from __future__ import annotations

import pytest

from bleib.customers.api import Customer
from bleib.lights.api import Light, is_everybody_due, judge_everybody
from bleib.lights.tests.story import NOW, TODAY, ago, happened, light, order, reasons, seen
from bleib.outlook.models import Outlook, Run

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]


def expected(leave: float, *, before: float) -> None:
    """A new run says this of Adler, give or take ten points."""
    run = Run.objects.create(made_at=NOW, completed_at=NOW, as_of=TODAY, horizon=90, kind="boosting", customers=1)
    told = {"leave": leave, "leave_low": leave - 0.1, "leave_high": leave + 0.1, "leave_before": before}
    adler = Customer.objects.get(number="Adler")
    Outlook.objects.update_or_create(customer=adler, defaults={"run": run, "as_of": TODAY, **told})


@pytest.mark.parametrize(
    ("leave", "before", "colour", "trend"),
    [
        (0.85, 0.60, "red", "worse"), (0.60, 0.55, "yellow", ""), (0.30, 0.55, "green", "better"),
    ],
)  # fmt: skip
def test_the_chance_of_leaving_lights_and_moves(leave, before, colour, trend):
    happened(*(order("Adler", ago(days)) for days in (35, 25, 15)))
    judge_everybody(now=NOW)
    expected(leave, before=before)
    assert is_everybody_due(NOW)
    judge_everybody(now=NOW)
    assert not is_everybody_due(NOW)
    assert (light("Adler").colour, light("Adler").trend) == (colour, trend)
    if colour == "red":
        assert reasons("Adler") == ["about-to-leave", "likely-to-leave"]
        assert seen("Adler", "about-to-leave")["leave"] == 0.85


@pytest.mark.parametrize(
    ("ordered", "colour"),
    [((370, 190, 10), "green"), ((12,), "yellow"), ((35, 25, 15), "red")],
    ids=["sooner than usual", "once so far", "later than usual"],
)
def test_a_chance_is_red_only_for_who_is_later_than_usual(ordered, colour):
    happened(*(order("Adler", ago(days)) for days in ordered))
    expected(0.85, before=0.85)
    judge_everybody(now=NOW)
    assert light("Adler").colour == colour


def test_who_is_silent_for_half_a_year_and_three_times_as_long_as_usual_has_no_light():
    happened(
        *(order("Adler", ago(days)) for days in (220, 210, 200)), *(order("Birke", ago(days)) for days in (500, 200))
    )
    judge_everybody(now=NOW)
    assert [each.customer.number for each in Light.objects.all()] == ["Birke"]
