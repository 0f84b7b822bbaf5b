"""(E - N) / S, as textbooks write it."""

import pytest

from bleib import metrics
from bleib.kernel.errors import UsageError


@pytest.mark.parametrize(("start", "end", "new", "rate"), [(230, 240, 50, 82.6), (130, 144, 23, 93.1)])
def test_the_textbook_examples(start, end, new, rate):
    assert round(metrics.crr(start=start, end=end, new=new).rate, 1) == rate


def test_kept_and_churn_belong_to_the_rate():
    result = metrics.crr(start=230, end=240, new=50)
    assert (result.kept, result.rate + result.churn) == (190, 100)


def test_the_result_explains_itself_in_both_languages():
    result = metrics.crr(start=230, end=240, new=50)
    assert result.sentence("de") == "Von 230 Kunden am Anfang sind 190 geblieben: (240 - 50) / 230 = 82,6 %."
    assert result.sentence("en") == "Of 230 customers at the start 190 stayed: (240 - 50) / 230 = 82.6 %."


def test_more_than_a_hundred_percent_comes_with_a_warning():
    result = metrics.crr(start=100, end=130, new=20)
    assert result.rate == pytest.approx(110)
    assert "came back after a pause" in result.sentence("en")
    assert "nach einer Pause" in result.sentence("de")


@pytest.mark.parametrize(
    ("start", "end", "new", "reason"),
    [
        (0, 10, 10, "S = 0"),
        (10, 5, 6, "E < N"),
        (-1, 5, 5, "negative"),
        (10, -5, 5, "negative"),
        (10, 5, -5, "negative"),
    ],
)
def test_an_impossible_input_is_an_error_with_a_reason(start, end, new, reason):
    with pytest.raises(UsageError, match=reason):
        metrics.crr(start=start, end=end, new=new)
