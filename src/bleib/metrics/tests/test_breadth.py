"""How much of what is on offer customers use, and what they gave up."""

from datetime import date

import pytest

from bleib import metrics
from bleib.kernel.errors import UsageError
from bleib.metrics.tests.contract_story import FEATURE_STORY
from bleib.metrics.tests.story import H1, H2, THE_YEAR


def test_breadth_is_counted_per_kind_and_customer():
    rows = metrics.breadth(FEATURE_STORY, window=THE_YEAR).to_pylist()
    assert [(row["kind"], row["customer"], row["used"], row["offered"]) for row in rows] == [
        ("bought", "Adler", 2, 3),
        ("used", "Adler", 3, 4),
        ("used", "Brandt", 1, 4),
        ("used", "Dorn", 2, 4),
    ]
    assert rows[1]["share"] == 75.0


def test_only_what_somebody_used_in_the_window_is_on_offer():
    rows = metrics.breadth(FEATURE_STORY, window=H1).to_pylist()
    assert {row["offered"] for row in rows if row["kind"] == "used"} == {3}


def test_the_mean_and_those_with_a_single_one():
    rows = metrics.breadth_mean(FEATURE_STORY, window=THE_YEAR).to_pylist()
    assert [(row["kind"], row["customers"], row["mean"], row["one"]) for row in rows] == [
        ("bought", 1, 2.0, 0),
        ("used", 3, 2.0, 1),
    ]
    assert rows[1]["one_share"] == pytest.approx(100 / 3)


def test_what_was_given_up_by_those_who_are_still_there():
    """Brandt uses nothing any more and is not listed; what Adler bought in spring was paper."""
    rows = metrics.dropped_features(FEATURE_STORY, base=H1, next=H2).to_pylist()
    assert [(row["kind"], row["customer"], row["feature"], row["times"], row["last_on"]) for row in rows] == [
        ("bought", "Adler", "paper", 1, date(2024, 4, 1)),
        ("used", "Adler", "import", 2, date(2024, 5, 1)),
        ("used", "Adler", "search", 1, date(2024, 2, 1)),
    ]


def test_windows_that_overlap_cannot_be_meant():
    with pytest.raises(UsageError, match="may touch but not overlap"):
        metrics.dropped_features(FEATURE_STORY, base=THE_YEAR, next=H2)
