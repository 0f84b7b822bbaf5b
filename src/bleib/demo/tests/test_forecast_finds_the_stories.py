"""Who was planted to leave is who the forecast expects to leave."""

from __future__ import annotations

from datetime import UTC, datetime
from statistics import mean

import pytest

from bleib.demo import Story, folder_name, truth_of, write_exports
from bleib.forecast import run
from bleib.history import measuring
from bleib.history.past import past_of
from bleib.history.sources.options import ReadOptions
from bleib.history.sources.reading import Reading

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chances(company, tmp_path_factory):
    """Customer to chance of leaving."""
    files = write_exports(company, tmp_path_factory.mktemp("exports") / folder_name(company.until))
    with Reading(ReadOptions(), now=datetime(2026, 11, 21, tzinfo=UTC)) as reading:
        reading.look(files)
        reading.read()
        with past_of(measuring.book(reading, files)) as past:
            table = run(past, as_of=company.until).table
    return dict(zip(table["customer"].to_pylist(), table["leave"].to_pylist(), strict=True))


def test_planted_leavers_are_likely_to_leave_and_key_accounts_are_not(chances, company):
    truth = truth_of(company)

    def chance(*stories: Story) -> float:
        return mean(chances[number] for number in truth.numbers(*stories) if number in chances)

    assert chance(Story.STOPPED, Story.LOST_REGION) > 0.8
    assert chance(Story.KEY_ACCOUNT) < 0.05
    assert chance(Story.STOPPED) > chance(Story.SLOWING) > chance(Story.KEY_ACCOUNT)
    # No customer of that size ever left, so the models are slow to believe it; the rule about rhythms is not.
    assert chance(Story.SILENT_GIANT) > 3 * chance(Story.KEY_ACCOUNT)
