"""Every metric gives the same cells on Spark Connect as on DuckDB: counts and money exactly, rates within 1e-9."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlglot import condition

from bleib import metrics
from bleib.history.engine import DuckDBEngine, Engine, SparkEngine
from bleib.metrics.tests.contract_story import GIVEN, NOTHING, many_contracts, many_features, many_touchpoints
from bleib.metrics.tests.questions import QUESTIONS
from bleib.metrics.tests.story import activity

pytestmark = pytest.mark.spark


def wholesaler():
    """300 customers over three years with their own rhythms, returns, ties, and sales to nobody."""
    dice = random.Random(2024)
    rows = {}
    for number in range(300):
        gap, day = dice.choice([9, 30, 30, 95]), date(2022, 6, 1) + timedelta(dice.randrange(800))
        for _ in range(dice.choice([1, 1, 2, 5, 25])):
            kind = dice.choice([1, 1, 1, 2, 0])
            money = Decimal(dice.randrange(100, 99999)) / 1000 * (1 if kind else -1)
            name = None if dice.random() < 0.05 else f"C{number:03}"
            rows[name, day] = {"orders": kind, "lines": kind, "revenue": money, "refunds": Decimal(0)}
            day += timedelta(max(1, round(dice.gauss(gap, gap / 3))))
    return activity(*({"customer": name, "day": day} | values for (name, day), values in rows.items()))


TABLES = {
    "story": GIVEN,
    "nobody": NOTHING,
    "wholesaler": {
        "activity": wholesaler(),
        "contracts": many_contracts(),
        "features": many_features(),
        "touchpoints": many_touchpoints(),
    },
}


@pytest.fixture(scope="module", params=TABLES)
def engines(request, sail) -> Iterator[tuple[Engine, Engine]]:
    tables = TABLES[request.param]
    pair = DuckDBEngine.over(**tables), SparkEngine.over(sail, **tables)
    yield pair
    for engine in pair:
        engine.close()


def same(one, other):
    """Floats within 1e-9, everything else exactly; None is only like None."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9, abs=1e-9)
    return one == other


def differences(engines, slug, **params):
    ours, theirs = (metrics.run(slug, engine, **params) for engine in engines)
    assert ours.schema == theirs.schema
    pairs = zip(ours.to_pylist(), theirs.to_pylist(), strict=True)
    return [(one, other) for one, other in pairs if not all(same(one[name], other[name]) for name in one)]


@pytest.mark.parametrize("slug", list(metrics.DEFINITIONS))
def test_every_metric_is_the_same_on_both_engines(engines, slug):
    assert differences(engines, slug, **QUESTIONS[slug]) == []


@pytest.mark.parametrize("unit", ["week", "quarter", "year"])
@pytest.mark.parametrize("slug", ["cohorts", "cohorts_unbounded", "retention_series", "mrr_series"])
def test_every_calendar_unit_is_the_same_on_both_engines(engines, slug, unit):
    assert differences(engines, slug, **QUESTIONS[slug], unit=unit) == []


@pytest.mark.parametrize("slug", ["retention", "overdue", "rfm_migration", "second_order_curve", "mrr_bridge"])
def test_slices_are_the_same_on_both_engines(engines, slug):
    busy = condition("orders >= 2 and first_on is not null")
    assert differences(engines, slug, **QUESTIONS[slug], where=busy, by="order_days") == []
