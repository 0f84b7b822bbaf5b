"""Published results on IBM Telco: logistic AUC 0.844, boosting 0.848, lift at 10 % 2.85-2.89, Brier 0.134-0.136."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.slow  # seven thousand contracts, tried five times over


def test_it_ranks_as_well_as_what_is_published(telco_forecaster):
    measured = telco_forecaster.card.quality
    assert measured.auc.value >= 0.843
    assert measured.auc.value < 0.96, "so much is a leak"
    assert measured.lift_10.value >= 2.8
    assert measured.brier.value <= 0.136


def test_of_those_given_a_chance_as_many_leave(telco_forecaster):
    bins = telco_forecaster.card.calibration
    assert sum(each.customers for each in bins) == 7043
    assert [each.left for each in bins] == pytest.approx([each.expected for each in bins], abs=0.03)


def test_the_card_says_why_it_is_this_model(telco_forecaster):
    card = telco_forecaster.card
    assert (card.customers, card.left, card.slices, card.out_of_time) == (7043, 1869, 1, False)
    assert card.baseline.auc.value == pytest.approx(0.844, abs=0.003)
    assert "noise" in card.chosen_because.sentence("en")
    assert "Rauschen" in card.chosen_because.sentence("de")


def test_a_chance_lies_within_its_interval(telco, telco_forecaster):
    chance = telco_forecaster.chance(telco.features)
    low, high = telco_forecaster.interval(telco.features)
    assert ((low >= 0) & (low < chance) & (chance < high) & (high <= 1)).all()
    assert chance.mean() == pytest.approx(1869 / 7043, abs=0.01)
    assert 0.02 < np.mean(high - low) < 0.25


def test_what_drives_a_chance_is_named(telco, telco_forecaster):
    newcomer = telco.features.slice(2, 1)  # two months with the company, contract from month to month
    (drivers,) = telco_forecaster.drivers(newcomer, top=3)
    assert {"tenure", "Contract"} & {each.feature for each in drivers}
    assert drivers[0].effect > 0
