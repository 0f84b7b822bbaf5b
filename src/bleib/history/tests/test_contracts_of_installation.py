"""What an installation knows of contracts: facts that came in one by one count like imported ones."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bleib.history import activity
from bleib.history.aliases import add_alias
from bleib.history.api import record
from bleib.history.new_fact import NewFact
from bleib.history.refresh import refresh
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    take(tmp_path, [line("2025-01-02", "A", "R1"), line("2025-02-02", "B", "R2")], file="export")
    return tmp_path


def told(type_: str, month: int, *, customer: str = "A", key: str = "V1", **more: Any) -> NewFact:
    at = datetime(2025, month, 1, tzinfo=UTC)
    return NewFact(type_, customer, at, key=f"{key} {month}", ref=key, **more)


def asked(home: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        return connection.execute(query).fetchall()


RUNNING = "select customer, start_on::varchar, end_on::varchar, amount::integer from contracts order by all"


def test_pending_facts_are_contracts_at_once(home: Path) -> None:
    record([told("contract_started", 1, amount=100), told("contract_changed", 3, amount=150)], now=NOW)
    record([told("contract_ended", 6)], now=NOW)
    assert asked(home, RUNNING) == [("A", "2025-01-01", "2025-03-01", 100), ("A", "2025-03-01", "2025-06-01", 150)]


def test_the_same_fact_again_counts_as_it_is_said_now(home: Path) -> None:
    record([told("contract_started", 1, amount=100)], now=NOW)
    asked(home, RUNNING)
    record([told("contract_started", 1, amount=120)], now=NOW)
    assert asked(home, RUNNING) == [("A", "2025-01-01", None, 120)]


def test_contracts_of_a_merged_customer_are_the_others(home: Path) -> None:
    record([told("contract_started", 1, amount=100)], now=NOW)
    add_alias("A", "B", now=NOW)
    assert asked(home, RUNNING) == [("B", "2025-01-01", None, 100)]


def test_who_only_has_a_contract_is_a_customer_and_bought_nothing(home: Path) -> None:
    record([told("contract_started", 1, customer="Z", amount=100)], now=NOW)
    customers = asked(home, "select customer, orders, first_on is null from customers order by 1")
    assert customers == [("A", 1, False), ("B", 1, False), ("Z", 0, True)]


def test_contracts_are_no_revenue_and_tie_no_months_together(home: Path) -> None:
    before = asked(home, "from activity order by all")
    record([told("contract_started", 1, amount=100), told("contract_ended", 6)], now=NOW)
    assert asked(home, "from activity order by all") == before
    with duckdb.connect() as connection:
        assert refresh(home, connection).stamp["links"] == []


def test_what_was_used_and_bought_is_there_when_asked_for(home: Path) -> None:
    record([NewFact("usage", "A", NOW, key="1", product="export", quantity=2)], now=NOW)
    assert asked(home, "select customer, kind, feature from features order by all") == [
        ("A", "bought", "A"),
        ("A", "used", "export"),
        ("B", "bought", "A"),
    ]
