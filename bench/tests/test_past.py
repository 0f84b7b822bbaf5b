"""A small installation: everything is measured, and nothing of it is left."""

import pytest

from bench import past_bench


@pytest.mark.slow
def test_every_way_to_look_at_customers_is_measured(tmp_path):
    section = past_bench.measure(tmp_path, scale=0.0001, repetitions=1, say=lambda _: None)
    assert [row.contestant for row in section.rows] == list(past_bench.LABELS.values())
    assert [path.name for path in tmp_path.iterdir()] == ["facts-100.csv"]
