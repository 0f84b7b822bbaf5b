"""A small installation: everything is measured, and nothing of it is left."""

import pytest

from bench import lights_bench
from bench.mixed_rules import fifty
from bleib.lights.vocabulary import vocabulary
from bleib.rules import parse


@pytest.mark.slow
def test_every_pass_over_all_customers_is_measured(tmp_path):
    section = lights_bench.measure(tmp_path, scale=0.0001, repetitions=1, say=lambda _: None)
    assert [row.contestant for row in section.rows] == [*lights_bench.ONCE.values(), *lights_bench.LABELS.values()]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_the_rules_are_fifty_different_ones_and_each_is_understood():
    words = vocabulary()
    assert len({parse(each, words) for each in fifty()}) == 50
