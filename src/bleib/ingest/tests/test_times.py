"""When it happened, whatever the sender's clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bleib.ingest.times import moment, occurred

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_clock_that_is_an_hour_wrong_makes_no_wrong_time():
    for wrong in (HOUR, -HOUR):
        said, sent = NOON - timedelta(minutes=5) + wrong, NOON + wrong
        assert occurred(said=said, sent=sent, received=NOON) == NOON - timedelta(minutes=5)


def test_a_clock_that_is_right_within_a_minute_is_believed_to_the_millisecond():
    said = NOON - HOUR
    assert occurred(said=said, sent=NOON - timedelta(seconds=59), received=NOON) == said


def test_history_keeps_its_time():
    said = NOON - timedelta(days=700)
    assert occurred(said=said, sent=NOON, received=NOON) == occurred(said=said, sent=None, received=NOON) == said


@pytest.mark.parametrize("said", [None, NOON + HOUR, datetime(1970, 1, 1, tzinfo=UTC)])
def test_without_a_time_that_can_be_it_happened_when_it_was_received(said):
    assert occurred(said=said, sent=NOON, received=NOON) == NOON


@pytest.mark.parametrize("text", ["2026-11-21T12:00:00Z", "2026-11-21T13:00:00+01:00", "2026-11-21T12:00:00.000"])
def test_iso_8601_is_read_in_its_forms(text):
    assert moment(text) == NOON


@pytest.mark.parametrize("text", [None, 5, "", "yesterday", "0001-01-01T00:00:00+14:00", "9" * 1000])
def test_what_is_no_instant_is_none(text):
    assert moment(text) is None
