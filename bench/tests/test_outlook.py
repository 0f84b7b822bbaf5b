"""A small installation: every part of a forecast is measured, and nothing of it is left."""

import pytest

from bench import outlook_bench


@pytest.mark.slow
def test_every_part_of_a_forecast_is_measured(tmp_path):
    section = outlook_bench.measure(tmp_path, scale=0.0001, repetitions=1, say=lambda _: None)
    assert [row.contestant for row in section.rows] == list(outlook_bench.LABELS.values())
    assert list(tmp_path.iterdir()) == []
