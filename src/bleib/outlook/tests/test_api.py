"""What other rooms are told of the forecast."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bleib.outlook.api import as_arrow, newest_run, outlook_of
from bleib.outlook.models import Outlook, Run
from bleib.outlook.tests.conftest import NOW


@pytest.fixture
def run(db):
    return Run.objects.create(made_at=NOW, completed_at=NOW, as_of=NOW.date(), horizon=90, kind="boosting", made_by="1")


@pytest.fixture
def adler(customer, run):
    made = customer("Adler")
    return Outlook.objects.create(
        customer=made, run=run, as_of=run.as_of, leave=0.8, leave_low=0.7, leave_high=0.9, orders=1.5, revenue="120.50"
    )


def test_rules_read_numbers_and_nulls(adler, customer):
    customer("Brandt")  # never judged
    (row,) = as_arrow().to_pylist()
    assert row == {
        "customer": "Adler", "leave": 0.8, "leave_low": 0.7, "leave_high": 0.9, "leave_before": None, "orders": 1.5,
        "revenue": 120.5, "value": None, "at_risk": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 40_000])
def test_rules_may_ask_for_some(adler, count):
    others = [f"K{n}" for n in range(count)]
    assert as_arrow(others).num_rows == 0
    assert as_arrow([*others, "Adler"])["customer"].to_pylist() == ["Adler"]
    assert as_arrow([]).schema == as_arrow().schema


def test_the_newest_run_counts_also_where_it_came_to_nothing(run):
    later = Run.objects.create(
        made_at=NOW + timedelta(days=1),
        completed_at=NOW,
        as_of=NOW.date(),
        horizon=90,
        made_by="1",
        shortfall="too-few-customers",
    )
    assert newest_run() == later


def test_a_customer_has_one_outlook_or_none(adler, customer):
    assert outlook_of(adler.customer) == adler
    assert outlook_of(customer("Brandt")) is None
