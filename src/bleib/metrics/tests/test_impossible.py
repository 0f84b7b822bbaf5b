"""An impossible question is answered by a sentence, not by a number."""

from datetime import date

import pytest

from bleib import metrics
from bleib.kernel.errors import UsageError
from bleib.metrics.tests.story import H1, H2, NEW_YEAR, Q2, STORY


def refused(reason):
    return pytest.raises(UsageError, match=reason)


def test_the_next_period_cannot_come_before_the_base():
    with refused("must end before the next one"):
        metrics.retention(STORY, base=H2, next=H1)


def test_windows_cannot_overlap():
    with refused("not overlap"):
        metrics.revenue_retention(STORY, base=H1, next=Q2)


@pytest.mark.parametrize("ratio", [0, -1, float("nan")])
def test_a_ratio_is_positive(ratio):
    with refused("above 0"):
        metrics.overdue(STORY, at=NEW_YEAR, ratio=ratio)


@pytest.mark.parametrize("top", [0, 101, float("nan")])
def test_a_top_share_is_a_percentage(top):
    with refused("up to 100"):
        metrics.pareto(STORY, window=H1, top=top)


def test_a_history_has_at_least_a_day():
    with refused("at least one"):
        metrics.rfm(STORY, at=NEW_YEAR, days=0)


def test_a_migration_goes_forward():
    with refused("has to lie after"):
        metrics.rfm_migration(STORY, at=NEW_YEAR, next_at=NEW_YEAR)


def test_a_series_starts_before_it_ends():
    with refused("ends before"):
        metrics.retention_series(STORY, start=NEW_YEAR, until=date(2024, 1, 1))


def test_a_missing_parameter_is_named():
    with refused(r"retention needs next \(window\)"):
        metrics.run("retention", STORY, base=H1)


def test_an_unknown_parameter_is_named_with_the_known_ones():
    with refused("no parameter window. It takes: base, next"):
        metrics.run("retention", STORY, base=H1, next=H2, window=H1)


@pytest.mark.parametrize(
    ("slug", "params"),
    [
        ("cohorts", {"unit": "decade", "until": NEW_YEAR}),
        ("cohorts", {"until": "soon"}),
        ("rfm", {"at": NEW_YEAR, "days": 1.5}),
        ("overdue", {"at": NEW_YEAR, "ratio": "twice"}),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(slug, params):
    with refused("is no"):
        metrics.run(slug, STORY, **params)


def test_texts_are_understood_where_they_are_clear():
    answer = metrics.run("retention", STORY, base="2024-01-01..2024-07-01", next="2024-07-01..2025-01-01")
    assert answer.equals(metrics.retention(STORY, base=H1, next=H2))
