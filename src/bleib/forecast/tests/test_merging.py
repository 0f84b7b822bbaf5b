"""Rows that are alike become one, however their numbers lie."""

from collections import Counter

import numpy as np
import pytest

from bleib.forecast import merging

GENERATOR = np.random.default_rng(3)
WEEKS = GENERATOR.integers(0, 80, 100_000) / 7
KINDS = {
    "whole weeks and sevenths of them": [np.floor(WEEKS), WEEKS],
    "any numbers, some of them twice": [np.repeat(GENERATOR.random(500), 2), np.repeat(GENERATOR.random(500), 2)],
    "one number off the grid": [np.append(np.zeros(20_000), 0.5), np.append(np.arange(20_000.0), 3.25)],
    "all the same": [np.full(30, 4.0), np.full(30, 9.5)],
    "nobody": [np.zeros(0), np.zeros(0)],
}


@pytest.mark.parametrize("columns", KINDS.values(), ids=KINDS)
def test_every_row_is_there_once_with_its_count(columns):
    rows, counts = merging.merged(columns)
    expected = Counter(zip(*(column.tolist() for column in columns), strict=True))
    assert dict(zip(zip(*(row.tolist() for row in rows), strict=True), counts, strict=True)) == expected


def test_numbers_so_many_that_no_integer_holds_their_grid_are_compared():
    columns = [np.arange(900_000.0)] * 4
    rows, counts = merging.merged(columns)
    assert len(counts) == 900_000
    assert (counts == 1).all()
    assert all(np.array_equal(row, columns[0]) for row in rows)
