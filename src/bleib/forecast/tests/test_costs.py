"""Own costs, and what stands in for them."""

import pytest

from bleib.forecast.costs import Costs
from bleib.kernel.errors import UsageError


def test_without_own_costs_the_ratios_of_the_paper_hold():
    stake = Costs().at(2000.0)
    assert (stake.value, stake.contact, stake.offer, stake.success) == (2000.0, 10.0, 100.0, 0.3)
    assert (stake.own, stake.in_money, stake.shape) == (False, True, (6.0, 14.0))


def test_without_amounts_the_value_is_that_of_the_paper():
    stake = Costs().at(None)
    assert (stake.value, stake.contact, stake.offer, stake.in_money) == (200.0, 1.0, 10.0, False)


def test_own_costs_are_used_as_they_are():
    stake = Costs(contact=20, offer=0, success=0.5, margin=0.4).at(1000.0)
    assert (stake.value, stake.contact, stake.offer, stake.own) == (400.0, 20, 0, True)


def test_they_come_from_the_figures_of_the_economics_page():
    figures = {"contact_cost": 20, "offer_cost": None, "contact_success": 30, "margin": 40}
    assert Costs.of(figures) == Costs(contact=20, offer=None, success=0.3, margin=0.4)


def test_a_contact_pays_from_where_it_breaks_even():
    stake = Costs().at(200.0)
    chance = stake.breaks_even(success=0.3)
    assert chance == pytest.approx(0.055 / 0.335)
    assert stake.gain(chance, success=0.3) == pytest.approx(0)


def test_nothing_pays_where_the_offer_eats_the_value():
    assert Costs(value=100, offer=200, contact=1, success=0.3).at(None).breaks_even(success=0.3) > 1


@pytest.mark.parametrize("wrong", [{"contact": -1}, {"success": 1}, {"margin": 0}, {"value": float("inf")}])
def test_impossible_costs_are_refused(wrong):
    with pytest.raises(UsageError, match=next(iter(wrong))):
        Costs(**wrong)
