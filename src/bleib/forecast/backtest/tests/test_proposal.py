"""Thresholds follow from what a contact brings."""

import pytest

from bleib.forecast.backtest.proposal import MOST_RED, MOST_YELLOW, proposal
from bleib.forecast.backtest.tests.invented import cases
from bleib.forecast.costs import Costs


def test_dear_contacts_raise_the_threshold():
    cheap = proposal(cases(4000), Costs(contact=100, offer=0, success=0.2).at(1000.0))
    dear = proposal(cases(4000), Costs(contact=170, offer=0, success=0.2).at(1000.0))
    assert (cheap.yellow.bounded, dear.yellow.bounded) == (True, False)
    assert dear.yellow.chance > cheap.yellow.chance
    assert abs(dear.yellow.chance - 0.85) < 0.06  # where 0.2 x 1000 x chance = 170


def test_red_begins_above_yellow_and_pays():
    found = proposal(cases(4000), Costs().at(1000.0))
    assert found.red.chance > found.yellow.chance
    assert found.red.gain > found.yellow.gain > 0


def test_lights_that_most_customers_show_are_not_proposed():
    found = proposal(cases(4000), Costs(contact=1, offer=0, success=0.9).at(1000.0))
    assert (found.yellow.bounded, found.red.bounded) == (True, True)
    assert found.yellow.share == pytest.approx(MOST_YELLOW, abs=0.01)
    assert found.red.share == pytest.approx(MOST_RED, abs=0.01)


def test_customers_who_all_look_lost_are_all_reached():
    found = proposal(
        cases(400, chance=[0.999] * 300 + [0.01] * 100, left=[True] * 300 + [False] * 100), Costs().at(1.0)
    )
    assert (found.red.chance, found.red.cases, found.red.left) == (0.99, 300, 1.0)


def test_nothing_is_proposed_where_nobody_is_worth_a_contact():
    assert proposal(cases(400), Costs(contact=500, offer=0, success=0.2).at(1000.0)) is None
