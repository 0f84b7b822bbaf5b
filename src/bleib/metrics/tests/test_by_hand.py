"""On companies nobody thought up, SQL and plain Python agree, and what has to add up does."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bleib import metrics
from bleib.metrics.tests import by_hand
from bleib.metrics.tests.story import H1, H2, NEW_YEAR, THE_YEAR, activity, one_row

pytestmark = pytest.mark.slow

DAYS = st.integers(0, 365).map(lambda days: date(2024, 1, 1) + timedelta(days))
MONEY = st.integers(-20000, 50000).map(lambda cents: Decimal(cents) / 100)
CUSTOMERS = st.sampled_from([None, *"ABCDEFGH"])
KEYS = st.tuples(CUSTOMERS, DAYS)
VALUES = st.fixed_dictionaries({"orders": st.integers(0, 2), "revenue": MONEY})
COMPANIES = st.dictionaries(KEYS, VALUES, max_size=40).map(
    lambda company: [{"customer": customer, "day": day} | values for (customer, day), values in company.items()]
)

any_company = given(rows=COMPANIES)
few_examples = settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])


@few_examples
@any_company
def test_retention(rows):
    row = one_row(metrics.retention(activity(*rows), base=H1, next=H2))
    expected = by_hand.retention(rows, H1, H2)
    assert {name: row[name] for name in expected} == expected


@few_examples
@any_company
def test_rates_lie_within_their_interval_and_churn_is_the_rest(rows):
    row = one_row(metrics.retention(activity(*rows), base=H1, next=H2))
    if row["customers_start"]:
        assert row["crr"] + row["churn"] == pytest.approx(100)
        assert -1e-9 <= row["ci95_low"] - 1e-9 <= row["crr"] <= row["ci95_high"] + 1e-9 <= 100 + 2e-9
        assert row["customers_end"] == row["kept"] + row["new"] + row["won_back"]


@few_examples
@given(rows=COMPANIES, unit=st.sampled_from(list(metrics.Unit)))
def test_the_series_is_retention_pair_by_pair(rows, unit):
    table = metrics.retention_series(activity(*rows), unit=unit, until=NEW_YEAR)
    starts = [row["period"] for row in table.to_pylist()] + [row["next_period"] for row in table.to_pylist()[-1:]]
    windows = [metrics.Window(day, by_hand.following(day, unit)) for day in starts]
    observed = [row for row in table.to_pylist() if row["kept"] is not None]
    for row, (base, following) in zip(observed, pairwise(windows), strict=False):
        expected = by_hand.retention(rows, base, following)
        assert {name: row[name] for name in expected} == expected


@few_examples
@given(rows=COMPANIES, unit=st.sampled_from(list(metrics.Unit)), until=DAYS)
def test_cohorts(rows, unit, until):
    bounded = metrics.cohorts(activity(*rows), unit=unit, until=until).to_pylist()
    unbounded = metrics.cohorts_unbounded(activity(*rows), unit=unit, until=until).to_pylist()
    later = {(row["cohort"], row["age"]): row["customers"] for row in unbounded}
    cells = {
        (row["cohort"], row["age"]): (row["size"], row["customers"], later[row["cohort"], row["age"]])
        for row in bounded
        if row["cohort"]
    }
    assert cells == by_hand.cohorts(rows, unit, until)


@few_examples
@any_company
def test_the_bridge_adds_up_whatever_was_returned(rows):
    row = one_row(metrics.revenue_retention(activity(*rows), base=H1, next=H2))
    if row["start"] is not None:
        moved = row["new"] + row["won_back"] + row["expansion"] + row["late_refunds"] - row["lost"] - row["contraction"]
        assert row["start"] + moved == row["end"]
        assert min(row["lost"], row["contraction"], row["expansion"]) >= 0
        assert (row["start"], row["end"]) == tuple(sum(by_hand.revenues(rows, each).values()) for each in (H1, H2))


@few_examples
@any_company
def test_nrr_and_grr(rows):
    row = one_row(metrics.revenue_retention(activity(*rows), base=H1, next=H2))
    expected = by_hand.nrr_and_grr(rows, H1, H2)
    assert (row["nrr"], row["grr"]) == (pytest.approx(tuple(map(float, expected))) if expected else (None, None))


@few_examples
@any_company
def test_rfm_scores(rows):
    answer = {row["customer"]: row for row in metrics.rfm(activity(*rows), at=NEW_YEAR).to_pylist()}
    days = {name: [day for day in each if day < NEW_YEAR] for name, each in by_hand.purchase_days(rows).items()}
    days = {name: each for name, each in days.items() if each}
    money = by_hand.revenues(rows, THE_YEAR)
    expected = zip(
        by_hand.scores({name: max(each) for name, each in days.items()}).items(),
        by_hand.scores({name: len(each) for name, each in days.items()}).values(),
        by_hand.scores({name: money[name] for name in days}).values(),
        strict=True,
    )
    assert {name: (row["r"], row["f"], row["m"]) for name, row in answer.items()} == {
        name: (r, f, m) for (name, r), f, m in expected
    }


@few_examples
@any_company
def test_gini_and_the_end_of_the_lorenz_curve(rows):
    row = one_row(metrics.pareto(activity(*rows), window=THE_YEAR, top=100))
    buyers = {name for name, each in by_hand.purchase_days(rows).items() if any(day < NEW_YEAR for day in each)}
    money = by_hand.revenues(rows, THE_YEAR)
    expected = by_hand.gini([money[name] for name in buyers])
    assert row["gini"] == (None if expected is None else pytest.approx(float(expected)))
    assert row["share"] == (None if expected is None else pytest.approx(100))
    lorenz = metrics.lorenz(activity(*rows), window=THE_YEAR).to_pylist()
    end = pytest.approx({"customers_share": 100, "revenue_share": 100})
    assert lorenz[-1:] == ([] if expected is None else [end])


@few_examples
@given(rows=COMPANIES, until=DAYS)
def test_time_to_second_order(rows, until):
    curve = metrics.second_order_curve(activity(*rows), until=until).to_pylist()
    observed = by_hand.waits(rows, until)
    expected = {day: float(share) for day, share in by_hand.kaplan_meier(observed).items()}
    assert {row["days"]: row["share"] for row in curve} == pytest.approx(expected)
    row = one_row(metrics.time_to_second_order(activity(*rows), until=until))
    assert (row["customers"], row["second_orders"]) == (len(observed), sum(again for _, again in observed))
    assert row["median_days"] == min((day for day, share in expected.items() if share > 50 - 1e-9), default=None)


@few_examples
@any_company
def test_rhythm(rows):
    answer = {row["customer"]: row["usual_gap"] for row in metrics.rhythm(activity(*rows), at=NEW_YEAR).to_pylist()}
    days = {name: sorted({day for day in each if day < NEW_YEAR}) for name, each in by_hand.purchase_days(rows).items()}
    gaps = {name: [(later - earlier).days for earlier, later in pairwise(each)] for name, each in days.items() if each}
    assert answer == {name: median(each) if each else None for name, each in gaps.items()}
