"""Forecasts are made again as they would have been then."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from bleib.forecast import NoForecast
from bleib.forecast.backtest import backtest
from bleib.forecast.backtest.origins import origins
from bleib.history.past import Past, past_of_facts

START, UNTIL = date(2024, 1, 1), date(2026, 1, 1)
MONTH = timedelta(days=30)


def orders(rows) -> pa.Table:
    """Rows of customer and day, 100 each."""
    customers, days = zip(*rows, strict=True)
    count = len(rows)
    amounts = pa.array([Decimal("100.0000")] * count, pa.decimal128(18, 4))
    return pa.table(
        {"customer": customers, "type": ["order"] * count, "occurred_on": days, "amount": amounts,
         "ref": [str(number) for number in range(count)]}
    )  # fmt: skip


def two_kinds() -> list[tuple[str, date]]:
    """Thirty regulars who order every few weeks; in each month five who try it once or twice and never come back."""
    generator = np.random.default_rng(2)
    rows = []
    for number in range(30):
        days = [START + timedelta(days=int(after)) for after in np.cumsum(generator.integers(10, 45, 80))]
        rows += [(f"R{number}", day) for day in days if day < UNTIL]
    for month in range(24):
        for number in range(5):
            day = START + month * MONTH + timedelta(days=int(generator.integers(28)))
            rows += [
                (f"O{month}-{number}", day),
                (f"O{month}-{number}", day + timedelta(days=int(generator.integers(9)))),
            ]
    return rows


@pytest.fixture(scope="module")
def past() -> Iterator[Past]:
    with past_of_facts(orders(two_kinds())) as opened:
        yield opened


@pytest.fixture(scope="module")
def record(past):
    return backtest(past, until=UNTIL, count=3)


@pytest.mark.slow
def test_whoever_never_comes_back_is_told_from_regulars(record):
    assert record.parts[0].forecast.auc.value > 0.9
    assert record.parts[0].forecast.brier.value < record.parts[0].baselines["base_rate"].brier.value


@pytest.mark.slow
def test_origins_end_where_outcomes_are_known(record):
    assert record.origins[-1] == UNTIL - timedelta(days=90)
    assert [row.as_of for row in record.parts[0].rows] == list(record.origins)


@pytest.mark.slow
def test_what_happens_after_an_origin_changes_nothing_that_was_said_at_it(past):
    """The same record with all facts after the outcome window taken away."""
    day = date(2025, 3, 1)
    cut = [row for row in two_kinds() if row[1] < day + timedelta(days=90)]
    with past_of_facts(orders(cut)) as shorter:
        assert backtest(shorter, days=[day]).parts == backtest(past, days=[day]).parts


@pytest.mark.slow
def test_lights_are_judged_by_who_left(past):
    def lights(engine, as_of, *, outlook):
        regular = pa.array([name.startswith("R") for name in outlook.column("customer").to_pylist()])
        light = pa.compute.if_else(regular, "green", "red")
        return pa.table({"customer": outlook.column("customer"), "light": light})

    green, red = backtest(past, until=UNTIL, count=1, lights=lights).colours
    assert (green.light, red.light) == ("green", "red")
    assert red.share > 0.5 > green.share


def test_a_short_history_cannot_be_tested():
    rows = [("A", date(2025, 1, 1)), ("A", date(2025, 3, 1))]
    with past_of_facts(orders(rows)) as short, pytest.raises(NoForecast, match="too short to test") as raised:
        backtest(short)
    assert "zu kurz" in raised.value.remark.sentence("de")


@pytest.mark.slow
def test_a_single_customer_is_nobody_to_judge_by():
    rows = [("A", START + month * MONTH) for month in range(24)]
    with past_of_facts(orders(rows)) as alone, pytest.raises(NoForecast, match="At none of the earlier days"):
        backtest(alone)


@pytest.mark.parametrize(("day", "said"), [(date(2025, 12, 1), "not known yet"), (date(2023, 1, 1), "too early")])
def test_a_day_that_cannot_be_judged_is_refused(day, said):
    with pytest.raises(NoForecast, match=said):
        origins(UNTIL, [day], horizon=90, count=4, can_learn=lambda day: day > START)


def test_origins_come_closer_where_the_history_is_short():
    def can_learn(day):
        return day >= date(2025, 6, 1)

    assert len(origins(UNTIL, horizon=90, count=4, can_learn=lambda day: day > START)) == 4
    close = origins(UNTIL, horizon=90, count=4, can_learn=can_learn)
    assert {(after - before).days for before, after in pairwise(close)} == {30}
