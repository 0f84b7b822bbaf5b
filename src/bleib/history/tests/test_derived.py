"""Contracts as stretches of time, derived from what happened to them; and what customers bought and used."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from bleib.history.derived import GROUPS, derive
from bleib.history.new_fact import NewFact
from bleib.history.tests.example_facts import line, stage


def fact(type_, day, *, ref="V1", hour=0, customer="17", **more):
    """A fact about a contract, as it is staged."""
    at = datetime.combine(date.fromisoformat(day), time(hour), UTC)
    told = NewFact(type_, customer, at, key=f"{ref}{day}{hour}", ref=ref, source="crm", **more)
    columns = {
        name: getattr(told, name) for name in ("id", "type", "customer", "occurred_at", "amount", "product", "ref")
    }
    quantity = {} if told.quantity is None else {"quantity": told.quantity}
    return {**columns, **quantity, "source": "crm", "occurred_on": at.date(), "props": told.props_json}


def started(day, amount=100, **more):
    return fact("contract_started", day, amount=amount, **more)


def changed(day, amount, **more):
    return fact("contract_changed", day, amount=amount, **more)


def ended(day, **more):
    return fact("contract_ended", day, **more)


def contracts(*facts):
    """(start, end, amount) of every stretch, by contract and start."""
    with duckdb.connect() as connection:
        stage(connection, facts)
        derive(connection, contract_facts="from staged", feature_facts="from staged")
        rows = connection.execute(
            "select cast(start_on as varchar), cast(end_on as varchar), amount from contracts order by contract, 1"
        ).fetchall()
    return [(start, end, None if amount is None else int(amount)) for start, end, amount in rows]


def test_a_contract_runs_from_its_start_until_it_ends():
    assert contracts(started("2024-01-01"), ended("2025-01-01")) == [("2024-01-01", "2025-01-01", 100)]
    assert contracts(started("2024-01-01")) == [("2024-01-01", None, 100)]


def test_a_change_begins_a_stretch_of_its_own():
    told = [started("2024-01-01"), changed("2024-06-01", 150), changed("2024-09-01", 120), ended("2025-01-01")]
    assert contracts(*reversed(told)) == [
        ("2024-01-01", "2024-06-01", 100),
        ("2024-06-01", "2024-09-01", 150),
        ("2024-09-01", "2025-01-01", 120),
    ]


def test_of_several_changes_on_a_day_the_last_one_counts():
    told = [started("2024-01-01"), changed("2024-06-01", 150, hour=9), changed("2024-06-01", 130, hour=15)]
    assert contracts(*told) == [("2024-01-01", "2024-06-01", 100), ("2024-06-01", None, 130)]


def test_a_contract_that_ended_may_start_again():
    told = [started("2024-01-01"), ended("2024-03-01"), started("2024-05-01", 80)]
    assert contracts(*told) == [("2024-01-01", "2024-03-01", 100), ("2024-05-01", None, 80)]


def test_what_ends_at_the_instant_of_a_change_was_what_stood_before():
    told = [started("2024-01-01"), ended("2024-03-01"), changed("2024-03-01", 80)]
    assert contracts(*told) == [("2024-01-01", "2024-03-01", 100), ("2024-03-01", None, 80)]


def test_a_contract_that_ends_on_the_day_it_began_never_ran():
    assert contracts(started("2024-01-01"), ended("2024-01-01")) == []


def test_an_agreed_end_holds_until_something_else_happens():
    agreed = {"ends_on": date(2025, 1, 1)}
    assert contracts(started("2024-01-01", props=agreed)) == [("2024-01-01", "2025-01-01", 100)]
    assert contracts(started("2024-01-01", props=agreed), ended("2026-01-01")) == [("2024-01-01", "2026-01-01", 100)]
    prolonged = changed("2024-12-01", 100, props={"ends_on": date(2026, 1, 1)})
    assert contracts(started("2024-01-01", props=agreed), prolonged)[-1] == ("2024-12-01", "2026-01-01", 100)


def test_notice_ends_a_contract_unless_it_is_changed_afterwards():
    notice = fact("notice_given", "2024-05-01", props={"ends_on": date(2024, 8, 1)})
    assert contracts(started("2024-01-01"), notice) == [("2024-01-01", "2024-08-01", 100)]
    stays = changed("2024-06-01", 90)
    assert contracts(started("2024-01-01"), notice, stays)[-1] == ("2024-06-01", None, 90)


def test_trials_are_no_contracts_until_they_are_paid():
    trial = started("2024-01-01", 0, props={"trial": True})
    assert contracts(trial, changed("2024-02-01", 100)) == [("2024-02-01", None, 100)]


def test_the_same_number_at_two_sources_or_customers_is_two_contracts():
    other = {**started("2024-02-01"), "source": "erp", "id": b"another"}
    assert len(contracts(started("2024-01-01"), other, ended("2024-03-01"))) == 2
    assert [end for _, end, _ in contracts(started("2024-01-01"), started("2024-01-01", customer="18"))] == [None, None]


def kept(told):
    """The same as a contract that is kept in Bleib tells it."""
    return {**told, "source": "bleib", "id": b"kept" + told["id"][4:]}


def test_a_contract_kept_in_bleib_counts_once_and_as_it_is_kept():
    imported = started("2024-01-01"), changed("2024-06-01", 150)
    assert contracts(*imported, kept(started("2024-02-01", 90))) == [("2024-02-01", None, 90)]
    assert len(contracts(*imported, kept(started("2024-02-01", 90, ref="V2")))) == 3
    assert len(contracts(*imported, kept(started("2024-02-01", 90, customer="18")))) == 3


def test_a_contract_that_was_taken_back_in_bleib_leaves_the_imported_one():
    never = kept(started("2024-02-01", 90)), kept(ended("2024-02-01", hour=0, ref="V1"))
    assert contracts(started("2024-01-01"), *never) == [("2024-01-01", None, 100)]


def test_an_amount_that_is_not_known_stays_unknown():
    assert contracts(started("2024-01-01", None)) == [("2024-01-01", None, None)]


@pytest.fixture
def features():
    usage = NewFact("usage", "17", datetime(2025, 1, 5, tzinfo=UTC), key="1", product="export")
    used = {"id": usage.id, "type": "usage", "customer": "17", "product": "export", "source": "app"}
    used |= {"occurred_at": usage.occurred_at, "occurred_on": date(2025, 1, 5)}
    lines = [
        line("2025-01-05", "17", "1", product="A"),
        line("2025-01-05", "17", "1", product="B"),
        line("2025-01-06", "17", "2", -5, product="A"),
        line("2025-01-06", "17", "3", product=None),
        line("2025-01-06", None, "4", product="A"),
    ]
    with duckdb.connect() as connection:
        stage(connection, [*lines, used])
        groups = pa.Table.from_pylist([{"product": each, "product_group": "letters"} for each in "AB"], schema=GROUPS)
        derive(connection, contract_facts="from staged", feature_facts="from staged", groups=groups)
        return connection.execute(
            "select customer, cast(day as varchar), kind, feature, times from features order by 3"
        ).fetchall()


def test_product_groups_are_bought_and_features_used(features):
    assert features == [("17", "2025-01-05", "bought", "letters", 2), ("17", "2025-01-05", "used", "export", 1)]


def test_amounts_stay_exact():
    with duckdb.connect() as connection:
        stage(connection, [started("2024-01-01", Decimal("0.1")), started("2024-01-02", Decimal("0.2"), ref="V2")])
        derive(connection, contract_facts="from staged", feature_facts="from staged")
        assert connection.execute("select sum(amount) from contracts").fetchall() == [(Decimal("0.3000"),)]
