"""Merged customers count as one; taking it back leaves no trace in any figure."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from bleib.history import activity
from bleib.history.aliases import Aliases, add_alias, remove_alias
from bleib.history.feed import touched
from bleib.history.models import Change
from bleib.history.refresh import refresh
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take
from bleib.kernel.errors import BleibError

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Days = list[tuple[str, str, int]]


@pytest.fixture
def home(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    lines = [line("2025-01-02", "A", "R1"), line("2025-02-02", "B", "R2"), line("2025-03-02", "C", "R3")]
    take(tmp_path, lines, file="export")
    return tmp_path


def orders(home: Path) -> Days:
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        return connection.execute("select customer, day::varchar, orders from activity order by all").fetchall()


def files(home: Path) -> dict[str, str]:
    with duckdb.connect() as connection:
        return {file.month: file.path for file in refresh(home, connection).files}


def test_facts_of_a_merged_customer_count_as_the_others(home: Path) -> None:
    add_alias("A", "B", now=NOW)
    assert orders(home) == [("B", "2025-01-02", 1), ("B", "2025-02-02", 1), ("C", "2025-03-02", 1)]


def test_unmerged_everything_is_as_before(home: Path) -> None:
    before = orders(home)
    add_alias("A", "B", now=NOW)
    assert orders(home) != before
    remove_alias("A", now=NOW)
    assert orders(home) == before


def test_chains_lead_to_their_end(home: Path) -> None:
    add_alias("A", "B", now=NOW)
    assert len(orders(home)) == 3
    add_alias("B", "C", now=NOW)
    assert {customer for customer, *_ in orders(home)} == {"C"}
    remove_alias("B", now=NOW)
    assert [customer for customer, *_ in orders(home)] == ["B", "B", "C"]


def test_only_months_of_the_merged_customer_are_built_again(home: Path) -> None:
    before = files(home)
    add_alias("A", "B", now=NOW)
    after = files(home)
    assert {month for month in before if before[month] != after[month]} == {"2025-01"}


def test_an_order_that_both_took_part_in_counts_once(home: Path) -> None:
    take(home, [line("2025-01-31", "A", "X"), line("2025-02-01", "B", "X", product="Z")], file="more")
    assert ("B", "2025-02-01", 1) in orders(home)
    add_alias("A", "B", now=NOW)
    assert ("B", "2025-02-01", 0) in orders(home)
    remove_alias("A", now=NOW)
    assert ("B", "2025-02-01", 1) in orders(home)


def test_what_is_imported_later_for_the_old_number_counts_as_well(home: Path) -> None:
    add_alias("A", "B", now=NOW)
    take(home, [line("2025-04-02", "A", "R4")], file="april")
    assert ("B", "2025-04-02", 1) in orders(home)
    assert touched(Change.objects.order_by("recorded_at").reverse()[0])["customer"].to_pylist() == ["B"]


def test_a_merge_is_told_with_both_and_since_when(home: Path) -> None:
    change = add_alias("A", "B", now=NOW)
    days = {row["customer"]: row["first_day"].isoformat() for row in touched(change).to_pylist()}
    assert (change.kind, days) == ("merge", {"A": "2025-01-02", "B": "2025-02-02"})


@pytest.mark.parametrize(("customer", "into"), [("A", "A"), ("B", "A"), ("A", "C")])
def test_circles_and_second_merges_are_refused(home: Path, customer: str, into: str) -> None:
    add_alias("A", "B", now=NOW)
    with pytest.raises(BleibError, match="merged"):
        add_alias(customer, into, now=NOW)


def test_what_is_not_merged_cannot_be_taken_apart() -> None:
    with pytest.raises(BleibError, match="not merged"):
        remove_alias("A", now=NOW)


def test_numbers_that_lead_to_a_changed_one_are_affected() -> None:
    def at(day: int) -> datetime:
        return NOW + timedelta(days=day)

    aliases = Aliases({"A": "B", "B": "C", "X": "Y"}, {"A": at(1), "B": at(3), "X": at(2)})
    assert aliases.affected_since(at(2).isoformat(timespec="microseconds")) == {"A", "B"}
    assert aliases.affected_since(aliases.newest) == set()
