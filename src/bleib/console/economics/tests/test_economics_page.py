"""The economics page: a sentence first, own figures beside rules of thumb, a scenario in the address."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from bleib.accounts.roles import Role
from bleib.accounts.tests.people import colleague
from bleib.figures.api import Question, answer, assumptions
from bleib.figures.measurement import measure_again
from bleib.figures.tests.histories import NOW, STORY, monthly, told
from bleib.monthly.tests.conftest import anna, home, now
from bleib.report import Plan

__all__ = ["anna", "home", "now"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def measure_six(home: Path) -> None:
    """Funk leaves in the last month; the history is too short for two years, so its halves are compared."""
    told(home, [*STORY, *monthly("Funk", times=17)])
    for days in (365, 255):
        answer(Question(Plan(days=days)), now=NOW)
    measure_again(now=NOW)


@pytest.fixture(scope="module")
def six(made_once):
    return made_once(measure_six, TIME_ZONE="Europe/Berlin")


@pytest.fixture
def measured(six, home):
    copytree(six, home)


def page(client, query=""):
    return client.get(f"/economics/{query}").content.decode()


def test_the_sentence_comes_first_and_rules_of_thumb_are_named(client, anna, measured):
    client.force_login(anna)
    shown = page(client)
    assert "One more point of retention keeps" in shown
    assert "Marketing Metrics" in shown
    assert shown.count("rule of thumb") > 4


def test_an_own_figure_takes_the_place_of_a_rule_of_thumb(client, anna, measured):
    client.force_login(anna)
    client.post("/economics/replace/", {"name": "win_cost_ratio", "value": "4.5"})
    assert assumptions()["win_cost_ratio"] == Decimal("4.5")
    shown = page(client)
    assert "own figure" in shown
    assert "4.5×" in shown
    client.post("/economics/win_cost_ratio/reset/")
    assert assumptions()["win_cost_ratio"] == Decimal("6.5")


def test_a_figure_that_cannot_be_is_refused_beside_its_field(client, anna, measured):
    client.force_login(anna)
    shown = client.post("/economics/replace/", {"name": "margin", "value": "120"}).content.decode()
    assert "Between 0.01 and 100" in shown


def test_the_scenario_is_in_the_address(client, anna, measured):
    client.force_login(anna)
    query = "?new_falls=100&churn_rises=0&measure_points=0&measure_cost=500&months=12"
    shown = page(client, query)
    assert "Over 12 months the downturn costs" in shown
    assert "pays for itself when it keeps" in shown
    assert "Churn cannot rise" in page(client, query.replace("churn_rises=0", "churn_rises=100"))


def test_who_only_reads_changes_nothing(client, measured):
    client.force_login(colleague(Role.ANALYST))
    assert "Enter an own figure" not in page(client)
    assert client.post("/economics/replace/", {"name": "margin", "value": "50"}).status_code == 403
