"""Every fact of a customer is a touchpoint; what Bleib concluded, and lines that buy nothing, are none."""

from __future__ import annotations

from contextlib import closing

import duckdb
import pyarrow as pa
import pytest

from bleib.history.derived import derive
from bleib.history.facts import FACTS
from bleib.history.tests.example_facts import line


@pytest.fixture
def touchpoints():
    """Kind of touchpoint to times, answers, promoters and detractors of the one customer of some lines."""

    def told(*lines):
        with closing(duckdb.connect()) as connection:
            connection.register("told", pa.Table.from_pylist(list(lines), schema=FACTS))
            derive(connection, contract_facts="from told", feature_facts="from told")
            rows = connection.execute("select * exclude (customer, day) from touchpoints").fetchall()
        return {kind: tuple(counts) for kind, *counts in rows}

    return told


def fact(kind, *, props=None, **more):
    return line("2026-03-01", "Adler", None, None, product=None, type=kind, props=props, **more)


def answer(kind, score):
    return fact("answer", props=f'{{"kind": "{kind}", "score": {score}}}')


def test_facts_of_a_day_are_counted_by_kind(touchpoints):
    lines = [line("2026-03-01", "Adler", "1"), line("2026-03-01", "Adler", "2"), fact("visit"), fact("visit")]
    assert touchpoints(*lines) == {"order": (2, 0, 0, 0), "visit": (2, 0, 0, 0)}


def test_lines_of_one_order_are_one_touchpoint_and_so_are_those_without_a_number(touchpoints):
    lines = [line("2026-03-01", "Adler", ref, product=product) for ref in ("1", None) for product in ("A", "B")]
    assert touchpoints(*lines) == {"order": (2, 0, 0, 0)}


def test_who_answers_nine_or_ten_is_a_promoter(touchpoints):
    given = touchpoints(answer("nps", 9), answer("nps", 8), answer("nps", 0), answer("csat", 5))
    assert given == {"promoter": (1, 1, 1, 0), "answer": (3, 2, 0, 1)}


def test_a_contract_that_is_only_tried_is_a_trial(touchpoints):
    assert touchpoints(fact("contract_started", props='{"trial": true}')) == {"trial": (1, 0, 0, 0)}


def test_what_bleib_concluded_and_lines_that_buy_nothing_are_none(touchpoints):
    concluded = [fact(kind) for kind in ("light_changed", "segment_entered", "segment_left")]
    nobody, returned = line("2026-03-01", None, "1"), line("2026-03-01", "Adler", "1", -5, type="order")
    assert touchpoints(*concluded, nobody, returned) == {}
