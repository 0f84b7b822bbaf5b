"""A feature says the same as the metric of that name."""

from datetime import date, timedelta

import pyarrow as pa
import pytest

from bleib import metrics
from bleib.forecast.features import features
from bleib.forecast.features.tests.histories import fact, order, table
from bleib.history.past import past_of_facts
from bleib.kernel.windows import Window

AS_OF = date(2025, 7, 1)


def history() -> pa.Table:
    """Thirty customers with rhythms, refunds, products, usage and contracts of their own."""
    facts = []
    for number in range(30):
        name, start = f"K{number:02}", date(2023, 7, 1) + timedelta(days=11 * number)
        for nth in range(number % 9 + 1):
            day = start + timedelta(days=nth * (17 + 3 * number) + number * nth % 5)
            facts.append(
                order(str(day), name, amount=10 + number, product=f"P{(number + nth) % 4}", ref=f"{name}-{nth}")
            )
            facts.append(fact("usage", str(day + timedelta(days=number)), name, product=f"F{nth % 3}"))
        facts.append(fact("credit", "2025-02-01", name, amount=-number - 1, ref=f"G{number}"))
        facts.append(fact("contract_started", str(start), name, amount=5 * number, ref=f"V{number}"))
        for used_on, feature in (("2024-12-01", "F9"), ("2025-01-10", "F9"), ("2025-06-20", f"F{number % 5 + 5}")):
            facts.append(fact("usage", used_on, name, product=feature))
        if number % 3 == 0:
            days = ["2025-06-10", *(f"2024-{month:02}-10" for month in range(2, 4 + number % 5))]
            facts += [order(each, name, product="P1" if each > "2025" else "P9") for each in days]
        if number % 4 == 0:
            facts.append(fact("contract_ended", "2025-03-01", name, ref=f"V{number}"))
    return table(facts)


@pytest.fixture(scope="module")
def engine():
    with past_of_facts(history()) as past:
        yield past.at(AS_OF)


@pytest.fixture(scope="module")
def found(engine):
    return {row["customer"]: row for row in features(engine, as_of=AS_OF).to_pylist()}


@pytest.mark.slow
def test_rhythm(engine, found):
    rows = metrics.rhythm(engine, at=AS_OF).to_pylist()
    assert len(rows) == 30
    for row in rows:
        ours = found[row["customer"]]
        assert (ours["usual_gap"], ours["overdue_ratio"]) == (row["usual_gap"], row["overdue_ratio"])
        assert (ours["orders"], ours["last_order_on"], ours["days_since_order"]) == (
            row["orders"],
            row["last_on"],
            row["days_since"],
        )


def test_overdue(engine, found):
    """Overdue is who has reached the day of overdue_on."""
    late = {row["customer"] for row in metrics.overdue(engine, at=AS_OF).to_pylist()}
    assert 0 < len(late) < 30
    assert {name for name, ours in found.items() if ours["overdue_on"] and ours["overdue_on"] <= AS_OF} == late


@pytest.mark.parametrize(("kind", "column", "days"), [("bought", "groups_365", 365), ("used", "features_used_90", 90)])
def test_breadth(engine, found, kind, column, days):
    rows = metrics.breadth(engine, window=Window.before(AS_OF, days)).to_pylist()
    used = {row["customer"]: row["used"] for row in rows if row["kind"] == kind}
    assert len(used) > 5
    assert {name: ours[column] for name, ours in found.items() if ours[column]} == used


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "column", "windows", "least"),
    [("bought", "groups_dropped", (365, 180), 4), ("used", "features_dropped", (180, 90), 2)],
)
def test_dropped_features(engine, found, kind, column, windows, least):
    """The metric names every group that is gone; the features leave out what was bought or used on few days."""
    before, lately = windows
    next_ = Window.before(AS_OF, lately)
    rows = metrics.dropped_features(engine, base=Window.before(next_.start, before), next=next_).to_pylist()
    theirs = [row for row in rows if row["kind"] == kind]
    often = [row["customer"] for row in theirs if on_days(engine, row, Window.before(next_.start, before)) >= least]
    assert often
    assert {name: ours[column] for name, ours in found.items() if ours[column]} == {
        name: often.count(name) for name in often
    }


def on_days(engine, row, window: Window) -> int:
    days = engine.run(
        f"select day from features where customer = '{row['customer']}' and feature = '{row['feature']}' "
        f"and kind = '{row['kind']}' and day >= '{window.start}' and day < '{window.end}'"
    )
    return int(days.num_rows)


def test_recurring_revenue(engine, found):
    [row] = metrics.mrr(engine, at=AS_OF).to_pylist()
    assert sum(ours["mrr"] for ours in found.values()) == float(row["mrr"])
    assert sum(ours["running_contracts"] for ours in found.values()) == row["contracts"]


def test_revenue(engine, found):
    total = engine.run(f"select sum(revenue)::double as revenue from activity where day >= date '{AS_OF}' - 365")
    assert sum(ours["revenue_365"] for ours in found.values()) == pytest.approx(total["revenue"][0].as_py())
