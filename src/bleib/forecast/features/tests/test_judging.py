"""What became of customers, and what purchase models are fitted on."""

from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest

from bleib.forecast.features import outcomes, population, purchases
from bleib.forecast.features.tests.histories import fact, order, table
from bleib.history.past import past_of_facts
from bleib.kernel.errors import UsageError

AS_OF = date(2025, 7, 1)
A = pa.table({"customer": ["A"]})


def judged(*facts: dict[str, Any], customers: pa.Table = A, days: int = 90) -> dict[str, Any]:
    """What became of the first customer within 90 days, as known when they are over."""
    with past_of_facts(table(facts)) as past:
        later = past.at(AS_OF + timedelta(days=days))
        [found] = outcomes(later, as_of=AS_OF, horizon=90, customers=customers).to_pylist()
        return dict(found)


def test_who_buys_within_the_horizon_stayed():
    found = judged(order("2025-06-01"), order("2025-09-28", amount=70))
    assert (found["left"], found["orders"], found["revenue"], found["left_on"]) == (False, 1, 70, None)


def test_who_buys_only_after_it_left_when_the_silence_had_lasted_a_horizon():
    found = judged(order("2025-06-01"), order("2025-09-29"), days=120)
    assert (found["left"], found["contractual"], found["left_on"]) == (True, False, date(2025, 8, 30))


def test_a_refund_is_no_sign_of_staying():
    found = judged(order("2025-06-01"), fact("credit", "2025-07-10", amount=-20, ref="C"))
    assert (found["left"], found["orders"], found["revenue"]) == (True, 0, -20)


@pytest.mark.slow
def test_a_contract_that_does_not_run_at_the_end_was_not_renewed():
    started = fact("contract_started", "2024-01-01", ref="K", amount=50)
    found = judged(started, fact("contract_ended", "2025-08-01", ref="K"), order("2025-08-15"))
    assert (found["contractual"], found["left"], found["left_on"]) == (True, True, date(2025, 8, 1))
    assert judged(started)["left"] is False


def test_a_new_contract_after_the_old_one_is_staying():
    old = [fact("contract_started", "2024-01-01", ref="K"), fact("contract_ended", "2025-08-01", ref="K")]
    assert judged(*old, fact("contract_started", "2025-08-10", ref="L"))["left"] is False


def test_who_was_under_contract_is_said_by_what_was_known_then():
    customers = A.append_column("running_contracts", pa.array([0], pa.int64()))
    found = judged(order("2025-06-01"), fact("contract_started", "2025-06-20", ref="K"), customers=customers)
    assert (found["contractual"], found["left"]) == (False, True)


def test_somebody_nobody_knows_left():
    assert judged(customers=pa.table({"customer": ["nobody"]}))["left"] is True


def test_customers_are_who_bought_or_has_a_contract():
    facts = [order("2025-06-01", "A"), fact("contract_started", "2025-01-01", "B", ref="K"), order("2025-07-01", "C")]
    with past_of_facts(table([*facts, fact("visit", "2025-01-01", "D")])) as past:
        assert population(past.at(AS_OF), as_of=AS_OF)["customer"].to_pylist() == ["A", "B"]


def test_purchases_are_days_and_amounts_those_of_repeats():
    day = [order("2025-06-21", ref=ref, amount=30) for ref in ("1", "2")]
    with past_of_facts(table([order("2025-06-01", amount=999), *day])) as past:
        found = purchases(past.at(AS_OF), as_of=AS_OF).to_pylist()
    assert found == [{"customer": "A", "frequency": 1, "recency": 20, "age": 30, "spend": 60}]


def test_what_a_contract_bills_is_no_order_to_come():
    contract = fact("contract_started", "2025-02-01", ref="K", product="service", amount=40)
    bills = [order(f"2025-0{month}-03", ref=f"R{month}", product="service", amount=40) for month in (2, 3, 4, 5, 6)]
    own = [order("2025-03-03", ref="O1", product="paint", amount=100), order("2025-05-10", ref="O2", product="paint")]
    both = order("2025-05-10", ref="O2", product="service", amount=40)
    before = order("2024-10-01", ref="O0", product="service", amount=70)
    with past_of_facts(table([contract, *bills, *own, both, before])) as past:
        (found,) = purchases(past.at(AS_OF), as_of=AS_OF).to_pylist()
    assert (found["frequency"], found["spend"]) == (
        2,
        100,
    )  # in October, March and May; the last two over the mean of 100
    assert found["recency"] == (date(2025, 5, 10) - date(2024, 10, 1)).days


def test_who_has_nothing_but_bills_of_a_contract_has_bought_nothing():
    contract = fact("contract_started", "2025-02-01", ref="K", product="service", amount=40)
    bills = [order(f"2025-0{month}-03", ref=f"R{month}", product="service", amount=40) for month in (2, 3, 4)]
    with past_of_facts(table([contract, *bills])) as past:
        assert purchases(past.at(AS_OF), as_of=AS_OF).num_rows == 0


def test_a_horizon_of_no_day_is_refused():
    with pytest.raises(UsageError, match="horizon of 0 days"), past_of_facts(table([])) as past:
        outcomes(past.at(AS_OF), as_of=AS_OF, horizon=0, customers=A)


@pytest.mark.slow
def test_the_purchase_model_of_cdnow_is_the_published_one(shared_data):
    """Fader, Hardie & Lee (2005), in weeks; we count the last day as over."""
    from bleib.forecast import BGNBD

    lines = [line.split() for line in (shared_data / "cdnow/CDNOW_sample.txt").read_text().splitlines()]
    facts = [order(line[2], line[1], ref=str(number)) for number, line in enumerate(lines)]
    with past_of_facts(table(facts)) as past:
        found = purchases(past.at(date(1997, 10, 1)), as_of=date(1997, 10, 1)).to_pandas()
    weeks = found[["frequency"]].assign(recency=found["recency"] / 7, age=(found["age"] - 1) / 7)
    assert list(BGNBD().fit(weeks).fit.parameters.values()) == pytest.approx([0.243, 4.414, 0.793, 2.426], abs=2e-3)
