"""RavenStack's contracts, read as the import reads them, against the same figures by pandas from the file itself."""

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from bleib import metrics
from bleib.history.derived import derive
from bleib.history.engine import DuckDBEngine
from bleib.history.events.reading import EventReading
from bleib.history.sources.options import ReadOptions
from bleib.kernel.windows import Window
from bleib.metrics.tests.story import one_row

YEAR_2024 = Window(date(2024, 1, 1), date(2025, 1, 1))
QUARTER = Window(date(2024, 7, 1), date(2024, 10, 1))


@pytest.fixture(scope="module")
def frame(shared_data):
    file = shared_data / "ravenstack" / "ravenstack_subscriptions.csv"
    table = pd.read_csv(file, parse_dates=["start_date", "end_date"])
    return table[~table.is_trial]


@pytest.fixture(scope="module")
def engine(shared_data):
    with EventReading(ReadOptions(), now=datetime(2026, 11, 21, tzinfo=UTC)) as reading:
        reading.look([shared_data / "ravenstack"])
        reading.read()
        reading.connection.execute("create temp table activity as select null::varchar as customer where false")
        derive(reading.connection, contract_facts="from staged", feature_facts="from staged")
        yield DuckDBEngine(reading.connection)


def level(frame, day: date) -> pd.Series:
    """MRR per customer with a running contract."""
    at = pd.Timestamp(day)
    running = frame[(frame.start_date <= at) & (frame.end_date.isna() | (frame.end_date > at))]
    return running.groupby("account_id").mrr_amount.sum()


@pytest.mark.slow
@pytest.mark.parametrize("day", [date(2023, 3, 1), date(2024, 1, 1), date(2025, 1, 1)])
def test_recurring_revenue(frame, engine, day):
    by_hand, row = level(frame, day), one_row(metrics.mrr(engine, at=day))
    assert (row["customers"], row["mrr"], row["arr"]) == (len(by_hand), int(by_hand.sum()), 12 * int(by_hand.sum()))


@pytest.mark.parametrize("window", [YEAR_2024, QUARTER])
def test_customers_kept_and_lost(frame, engine, window):
    before, after = set(level(frame, window.start).index), set(level(frame, window.end).index)
    ran = frame[frame.end_date.isna() | (frame.end_date > frame.start_date)]
    first = ran.groupby("account_id").start_date.min()
    new = {customer for customer in after if first[customer] > pd.Timestamp(window.start)}
    row = one_row(metrics.contract_retention(engine, window=window))
    assert (row["customers_start"], row["customers_end"], row["new"]) == (len(before), len(after), len(new))
    assert (row["kept"], row["won_back"]) == (len(before & after), len(after - before - new))


@pytest.mark.parametrize("window", [YEAR_2024, QUARTER])
def test_net_and_gross_revenue_retention(frame, engine, window):
    both = pd.DataFrame({"a": level(frame, window.start), "b": level(frame, window.end)}).fillna(0)
    there = both[both.a > 0]
    row = one_row(metrics.mrr_bridge(engine, window=window))
    assert row["nrr"] == pytest.approx(100 * there.b.sum() / there.a.sum(), rel=1e-12)
    assert row["grr"] == pytest.approx(100 * there.min(axis=1).sum() / there.a.sum(), rel=1e-12)
    assert (row["start"], row["end"]) == (int(both.a.sum()), int(both.b.sum()))


def test_breadth_of_use(shared_data, engine):
    folder = shared_data / "ravenstack"
    usage = pd.read_csv(folder / "ravenstack_feature_usage.csv").merge(
        pd.read_csv(folder / "ravenstack_subscriptions.csv"), on="subscription_id"
    )
    quarter = usage[(usage.usage_date >= "2024-07-01") & (usage.usage_date < "2024-10-01")]
    by_hand = quarter.groupby("account_id").feature_name.nunique()
    rows = metrics.breadth(engine, window=QUARTER).to_pylist()
    assert {row["customer"]: row["used"] for row in rows} == by_hand.to_dict()
    assert {row["offered"] for row in rows} == {40}
