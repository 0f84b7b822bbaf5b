"""What is stored of a report is the whole report, to the last decimal."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bleib.kernel.windows import Unit, Window
from bleib.report import Plan, compose, restore_plan, restore_report, store_plan, store_report
from bleib.report.stored import restored, stored
from bleib.report.tests.books import book, every
from bleib.report.tests.sample import sample

days = st.dates(date(1970, 1, 1), date(2100, 1, 1))
windows = st.tuples(days, days).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Window(*pair))
money = st.decimals(-(10**20), 10**20, places=4)
values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), days, money,
    windows, st.sampled_from(Unit), st.datetimes(),
)  # fmt: skip
rows = st.dictionaries(st.text(st.characters(exclude_characters="$")), values)


def through_json(value):
    return restored(json.loads(json.dumps(stored(value), allow_nan=False)))


@pytest.mark.slow
@given(st.lists(rows).map(tuple))
def test_rows_come_back_as_they_were_with_the_same_types(kept):
    back = through_json(kept)
    assert back == kept
    assert [[type(each) for each in row.values()] for row in back] == [
        [type(each) for each in row.values()] for row in kept
    ]


def test_a_report_written_by_hand_comes_back():
    assert restore_report(json.loads(json.dumps(store_report(sample())))) == sample()


@pytest.mark.slow
def test_a_report_that_was_measured_comes_back():
    composed = compose(book(*every("A", gap=20, times=30, amount=50, start=date(2024, 1, 3))))
    assert restore_report(json.loads(json.dumps(store_report(composed)))) == composed


@pytest.mark.parametrize(
    "plan",
    [
        Plan(),
        Plan(every=Unit.QUARTER),
        Plan(at=date(2025, 1, 1), days=90),
        Plan(base=Window(date(2024, 1, 1), date(2024, 7, 1)), next=Window(date(2024, 7, 1), date(2025, 1, 1))),
    ],
)
def test_a_plan_comes_back(plan):
    assert restore_plan(json.loads(json.dumps(store_plan(plan)))) == plan


def test_an_amount_keeps_its_decimals():
    assert str(through_json(Decimal("1.5000"))) == "1.5000"
