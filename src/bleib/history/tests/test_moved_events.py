"""An event that a corrected file gives another day or customer counts once: where it stands now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from bleib.history import theirs
from bleib.history.compaction import compact
from bleib.history.drilling import open_tables
from bleib.history.lake import Lake
from bleib.history.models import Change, Import
from bleib.history.tests.example_facts import line, stage
from bleib.history.tests.killable import NOW, take
from bleib.history.touched import unpack
from bleib.history.undo import undo

pytestmark = pytest.mark.django_db(transaction=True)

Row = tuple[str, str]


def event(number: int, day: str, customer: str, *, ref: str | None = None, kind: str = "answer") -> dict[str, Any]:
    """A fact whose id is its number, whatever else is said of it."""
    said = line(day, customer, ref, None, type=kind, product=None, quantity=None)
    return {**said, "id": number.to_bytes(16)}


def facts(home: Path) -> list[Row]:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return connection.execute("select occurred_on::varchar, customer from facts order by all").fetchall()


def facts_of(home: Path, *customers: str) -> list[Row]:
    with duckdb.connect() as connection:
        theirs.gather(connection, Lake(home).files(), customers, into="temp table found")
        return connection.execute("select occurred_on::varchar, customer from found order by all").fetchall()


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    take(tmp_path, [event(17, "2025-01-31", "A"), event(18, "2025-01-31", "A")], file="old")
    return tmp_path


def moved(home: Path, **more: Any) -> None:
    take(home, [event(17, "2025-02-01", "A", **more)], file="new")


@pytest.mark.slow
def test_an_answer_that_moved_to_another_month_counts_there_only(home: Path) -> None:
    moved(home)
    assert facts(home) == [("2025-01-31", "A"), ("2025-02-01", "A")]
    with open_tables(home, reads={"touchpoints"}) as engine:
        assert engine.run("select sum(times) as n from touchpoints").to_pylist() == [{"n": 2}]
    compact(home)
    assert facts(home) == [("2025-01-31", "A"), ("2025-02-01", "A")]


@pytest.mark.parametrize("day", ["2025-01-31", "2025-02-01"])
def test_usage_that_changed_hands_is_no_more_with_whom_it_was(home: Path, day: str) -> None:
    take(home, [event(17, day, "B")], file="new")
    assert facts_of(home, "A") == [("2025-01-31", "A")]
    assert facts_of(home, "B") == [(day, "B")]
    assert set(unpack(Change.objects.latest("recorded_at").touched)["customer"].to_pylist()) == {"A", "B"}


def test_undoing_the_correction_brings_the_event_back(home: Path) -> None:
    before = facts(home)
    moved(home)
    undo(home, Import.objects.latest("pk").pk, now=NOW)
    assert facts(home) == facts_of(home, "A") == before


def test_the_correction_in_a_second_file_changes_nothing(home: Path) -> None:
    moved(home)
    before = facts(home)
    again = take(home, [event(17, "2025-02-01", "A")], file="newer")
    assert (again.counts.duplicates, again.counts.superseded) == (1, 0)
    assert facts(home) == before


@pytest.mark.parametrize(("old", "new"), [(None, "CASE-1"), ("CASE-1", None), ("CASE-1", "CASE-2")])
def test_an_answer_to_another_case_than_before_is_the_same_answer(
    tmp_path: Path, old: str | None, new: str | None
) -> None:
    take(tmp_path, [event(17, "2025-01-31", "A", ref=old)], file="old")
    result = take(tmp_path, [event(17, "2025-02-01", "A", ref=new)], file="new")
    assert facts(tmp_path) == [("2025-02-01", "A")]
    assert result.counts.superseded == 1


def test_what_stands_in_two_months_is_mended_by_the_next_file_that_has_it(home: Path) -> None:
    with duckdb.connect() as connection:
        stage(connection, [event(17, "2025-02-01", "A")])
        Lake(home).append(connection, table="staged", import_id=99, recorded_at=NOW)
    assert len(facts(home)) == 3
    take(home, [event(17, "2025-02-01", "A")], file="new")
    assert facts(home) == [("2025-01-31", "A"), ("2025-02-01", "A")]
