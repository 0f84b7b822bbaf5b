"""Phases and touchpoints of the customer journey, and the paths to purchase and to churn."""

import pytest

from bleib import metrics
from bleib.metrics.tests.contract_story import TOUCHPOINT_STORY, met, touchpoints
from bleib.metrics.tests.questions import ANSWERS

WINDOW = ANSWERS["window"]  # March to December 2024: who was there before 5 July could fall silent


@pytest.fixture(scope="module")
def the_map():
    rows = metrics.journey_map(TOUCHPOINT_STORY, window=WINDOW).to_pylist()
    return {(row["phase"], row["touchpoint"]): row for row in rows}


@pytest.fixture(scope="module")
def paths():
    rows = metrics.journey_paths(TOUCHPOINT_STORY, window=WINDOW).to_pylist()
    return [
        (row["outcome"], row["step"], row["from_touchpoint"], row["to_touchpoint"], row["customers"]) for row in rows
    ]


def test_each_touchpoint_stands_in_the_phase_in_which_the_customer_was(the_map):
    assert {place: (row["customers"], row["times"]) for place, row in the_map.items()} == {
        ("aware", "any"): (2, 2),  # Brandt, and Dorn, who never bought
        ("aware", "visit"): (2, 2),
        ("buy", "any"): (3, 4),
        ("buy", "order"): (3, 3),
        ("buy", "deal_opened"): (1, 1),
        ("onboard", "any"): (2, 3),
        ("onboard", "answer"): (1, 1),
        ("onboard", "case_opened"): (1, 1),
        ("onboard", "visit"): (1, 1),
        ("use", "any"): (1, 5),
        ("use", "usage"): (1, 5),
        ("renew", "any"): (3, 4),
        ("renew", "order"): (2, 2),
        ("renew", "contract_changed"): (1, 1),
        ("renew", "notice_given"): (1, 1),
        ("recommend", "any"): (1, 1),
        ("recommend", "promoter"): (1, 1),
    }
    assert the_map["aware", "visit"]["share"] == 40.0  # of five


def test_phases_come_in_the_order_of_the_journey(the_map):
    assert list(dict.fromkeys(phase for phase, _ in the_map)) == [
        "aware",
        "buy",
        "onboard",
        "use",
        "renew",
        "recommend",
    ]


def test_time_is_the_median_since_the_touchpoint_before(the_map):
    """Adler ordered 19 days after a visit before the window, Brandt 20 after the deal was opened; Eder came at once."""
    assert the_map["buy", "order"]["days"] == 19.5
    assert the_map["buy", "any"]["days"] == 19.0
    assert the_map["recommend", "promoter"]["days"] == 183.0
    assert the_map["aware", "visit"]["days"] is None


def test_who_had_nothing_afterwards_for_half_a_year_dropped_off(the_map):
    """Brandt after the answer, Eder after the second order. Whoever came in winter cannot have dropped off yet."""
    dropped = {place: (row["last_here"], row["observed"]) for place, row in the_map.items() if row["last_here"]}
    assert dropped == {
        ("onboard", "any"): (1, 2),
        ("onboard", "answer"): (1, 1),
        ("renew", "any"): (1, 2),
        ("renew", "order"): (1, 1),
    }
    assert the_map["onboard", "any"]["drop_off"] == 50.0
    assert the_map["renew", "notice_given"]["drop_off"] is None


def test_satisfaction_is_that_of_the_customers_who_were_there(the_map):
    """Adler is a promoter, Brandt a detractor, Conrad was not asked."""
    assert the_map["buy", "any"]["nps"] == 0.0
    assert the_map["buy", "deal_opened"]["nps"] == -100.0
    assert the_map["use", "usage"]["nps"] is None


def test_onboarding_ends_after_the_days_that_are_given():
    rows = metrics.journey_map(TOUCHPOINT_STORY, window=WINDOW, onboarding_days=15).to_pylist()
    assert ("use", "case_opened") in {(row["phase"], row["touchpoint"]) for row in rows}


def test_a_path_begins_after_the_purchase_before_and_ends_with_the_newest(paths):
    """Adler's case was half a year before; Eder bought again without anything between."""
    assert [row for row in paths if row[0] == "purchase"] == [
        ("purchase", 2, "visit", "deal_opened", 1),
        ("purchase", 1, "deal_opened", "purchase", 1),
        ("purchase", 1, "none", "purchase", 1),
        ("purchase", 1, "promoter", "purchase", 1),
    ]


def test_the_last_three_touchpoints_lead_into_silence(paths):
    """Brandt's; of Eder's two orders in a row one is shown."""
    assert [row for row in paths if row[0] == "churn"] == [
        ("churn", 3, "deal_opened", "order", 1),
        ("churn", 2, "order", "answer", 1),
        ("churn", 1, "answer", "churn", 1),
        ("churn", 1, "order", "churn", 1),
    ]


def test_touchpoints_of_one_day_are_one_step_each():
    same_day = touchpoints(met("Adler", "2024-05-01", "visit"), met("Adler", "2024-05-01", "usage"))
    rows = metrics.journey_paths(same_day, window=WINDOW).to_pylist()
    assert [(row["step"], row["from_touchpoint"]) for row in rows] == [(2, "usage"), (1, "visit")]
