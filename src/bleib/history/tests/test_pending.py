"""Facts that come in one by one: with the state that caused them, then in the lake, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import transaction

from bleib.history import activity, erased
from bleib.history.api import append_pending, facts_of, record, touched
from bleib.history.lake import Lake
from bleib.history.models import Change, PendingFact
from bleib.history.models.setting import next_instant
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take, visit
from bleib.history.undo import undo
from bleib.history.upkeep import forget_touched
from bleib.kernel.errors import UsageError

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def live(home: Path) -> list[tuple[str, str | None]]:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return connection.execute("select type, customer from facts order by all").fetchall()


def test_a_fact_is_pending_and_then_in_the_lake(home: Path) -> None:
    assert record([visit("1"), visit("2", "K2")], now=NOW) == 2
    assert live(home) == []
    assert append_pending(now=NOW) == 2
    assert live(home) == [("visit", "K1"), ("visit", "K2")]
    assert not PendingFact.objects.exists()


def test_nothing_pending_makes_no_commit(home: Path) -> None:
    assert append_pending(now=NOW) == 0
    assert not Change.objects.exists()
    assert Lake(home).version() == -1


def test_a_fact_recorded_while_its_customer_was_erased_names_nobody(home: Path) -> None:
    record([visit("1"), visit("2", "K2")], now=NOW)
    erased.note(["K2"], now=NOW)  # in a transaction that the recording one did not see
    append_pending(now=NOW)
    assert live(home) == [("visit", "K1"), ("visit", None)]


def test_facts_taken_back_when_their_batch_begins_are_no_batch(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record([visit("1")], now=NOW)

    def while_they_go(now: datetime) -> datetime:
        PendingFact.objects.all().delete()
        return next_instant(now)

    monkeypatch.setattr("bleib.history.pending.next_instant", while_they_go)
    assert append_pending(now=NOW) == 0
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_fact_goes_with_the_transaction_that_failed(home: Path) -> None:
    def fail() -> None:
        with transaction.atomic():
            record([visit("1")], now=NOW)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert append_pending(now=NOW) == 0


@pytest.mark.django_db(transaction=True)
def test_recording_outside_of_a_transaction_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="atomic"):
        record([visit("1")], now=NOW)


def test_what_the_registry_does_not_know_is_refused() -> None:
    with pytest.raises(UsageError, match="no prop 'name'"):
        visit("1").__class__("visit", "K1", NOW, "1", props={"name": "Erika"})


@pytest.mark.parametrize("between", [True, False])
def test_the_same_fact_recorded_twice_counts_once_as_said_last(home: Path, between: bool) -> None:
    record([visit("1", "K1")], now=NOW)
    if between:
        append_pending(now=NOW)
    record([visit("1", "K2")], now=NOW)
    append_pending(now=NOW)
    assert live(home) == [("visit", "K2")]


def test_each_batch_is_one_change(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bleib.history.pending.BATCH", 10)
    record([visit(str(n)) for n in range(25)], now=NOW)
    assert append_pending(now=NOW) == 25
    assert Change.objects.count() == 3
    assert len({change.recorded_at for change in Change.objects.all()}) == 3


@pytest.mark.slow
def test_who_reads_activity_sees_what_is_pending(home: Path) -> None:
    take(home, [line("2025-01-02", "K1", "R1")], file="january")
    order = visit("9").__class__("order", "K2", NOW, "9", amount=7, quantity=1, ref="S1", source="shop")
    record([order], now=NOW)
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        assert connection.execute("select customer, revenue from activity order by 1").fetchall() == [
            ("K1", 10),
            ("K2", 7),
        ]


def test_what_is_no_purchase_is_not_part_of_activity(home: Path) -> None:
    record([visit("1")], now=NOW)
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        assert connection.execute("select count(*) from activity").fetchall() == [(0,)]


@pytest.mark.slow
def test_undoing_an_import_leaves_facts_of_no_import(home: Path) -> None:
    imported = take(home, [line("2026-11-01", "K1", "R1")], file="november").id
    record([visit("1")], now=NOW)
    append_pending(now=NOW)
    undo(home, imported, now=NOW)
    assert live(home) == [("visit", "K1")]


@pytest.fixture
def new_facts(home: Path) -> Callable[..., list[str | None]]:
    """Customers of the facts that the last change brought."""

    def found(*types: str, days: int = 1) -> list[str | None]:
        change = Change.objects.order_by("recorded_at").last()
        assert change is not None
        batches = facts_of(change, types=types, since=NOW - timedelta(days=days))
        facts = [fact for batch in batches for fact in batch]
        assert all(fact.occurred_at.tzinfo for fact in facts)
        return [fact.customer for fact in facts]

    return found


@pytest.mark.slow
def test_a_change_knows_its_facts(home: Path, new_facts: Callable[..., list[str | None]]) -> None:
    record([visit("1", "K1")], now=NOW)
    append_pending(now=NOW)
    record([visit("2", "K2")], now=NOW)
    append_pending(now=NOW)
    assert new_facts("visit") == ["K2"]
    assert new_facts("order") == []


def test_what_happened_long_ago_is_no_fresh_fact(home: Path, new_facts: Callable[..., list[str | None]]) -> None:
    take(home, [line("2025-01-02", "K1", "R1"), line("2026-11-20", "K2", "R2")], file="export")
    assert new_facts("order", days=2) == ["K2"]
    assert new_facts("order", days=1000) == ["K1", "K2"]


@pytest.mark.slow
def test_an_undone_import_tells_whom_it_touched(home: Path) -> None:
    imported = take(home, [line("2025-01-02", "K1", "R1"), line("2025-02-02", None, "R2")], file="export").id
    undo(home, imported, now=NOW)
    for change in Change.objects.all():
        assert touched(change).to_pylist() == [
            {"customer": "K1", "first_day": line("2025-01-02", "", "")["occurred_on"]}
        ]
    assert [change.kind for change in Change.objects.all()] == ["import", "undo"]


def test_when_everybody_was_told_nobody_is_kept(home: Path) -> None:
    take(home, [line("2025-01-02", "K1", "R1")], file="export")
    change = Change.objects.fresh().get()
    change.mark_distributed(now=NOW)
    assert not Change.objects.fresh().exists()
    assert forget_touched(now=NOW) == 1
    assert touched(Change.objects.get()).num_rows == 0
