"""Stored activity always equals activity that is counted from the start, whatever happened in between."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bleib.history import activity, daily, theirs
from bleib.history.aliases import Aliases, add_alias, remove_alias
from bleib.history.compaction import compact
from bleib.history.lake import Lake
from bleib.history.models import Alias, Change, Import, Setting
from bleib.history.new_fact import NewFact, fact_id
from bleib.history.pending import append_pending
from bleib.history.recording import record
from bleib.history.refresh import Refresh, refresh
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import JANUARY_EXPORT, NOW, take
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Line = dict[str, Any]


def difference(home: Path, non_goods: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    """Rows that stored and recomputed activity do not share."""
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        Lake(home).register(connection)
        aliases = Aliases.now()
        aliases.register(connection)
        connection.execute(f"create temp view counted as {aliases.resolve('select * from facts')}")
        daily.build(connection, facts="counted", into="recomputed", non_goods=non_goods)
        return connection.execute(
            "(from activity except all from recomputed) union all (from recomputed except all from activity)"
        ).fetchall()


def orders(home: Path) -> list[tuple[str, int]]:
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        return connection.execute("select day::varchar, orders from activity order by day").fetchall()


def test_an_order_that_spans_months_counts_on_its_first_day(tmp_path: Path) -> None:
    take(tmp_path, [line("2025-02-01", "K1", "R1", product="A")], file="february")
    take(tmp_path, [line("2025-01-31", "K1", "R1", product="B")], file="january")
    assert orders(tmp_path) == [("2025-01-31", 1), ("2025-02-01", 0)]
    assert difference(tmp_path) == []


def test_a_later_cancellation_under_the_orders_number_undoes_the_purchase_months_ago(tmp_path: Path) -> None:
    take(tmp_path, [line("2025-01-31", "K1", "R1")], file="january")
    cancelled = take(tmp_path, [line("2025-06-01", "K1", "R1", -10)], file="june")
    assert orders(tmp_path) == [("2025-01-31", 0), ("2025-06-01", 0)]
    undo(tmp_path, cancelled.id, now=NOW)
    assert orders(tmp_path) == [("2025-01-31", 1)]


def test_only_touched_months_are_built_again(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    with duckdb.connect() as connection:
        before = refresh(tmp_path, connection)
        take(tmp_path, [line("2025-02-15", "K1", "new")], file="one more")
        after = refresh(tmp_path, connection)
    assert {file.month for file in {*before.files} - {*after.files}} == {"2025-02"}


def test_what_few_buy_changes_only_their_months_and_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take(tmp_path, [line("2025-01-31", "K1", "R1"), line("2025-02-20", "K2", "R2")], file="export")
    assert difference(tmp_path) == []
    monkeypatch.setattr(Refresh, "_built", None)  # nobody's month is counted as a whole
    report(tmp_path, [("K1", "b", "credit")])
    assert difference(tmp_path) == []
    assert orders(tmp_path) == [("2025-01-31", 1), ("2025-02-01", 0), ("2025-02-20", 1)]


def test_an_imported_order_that_is_reported_as_anothers_counts_for_the_other(tmp_path: Path) -> None:
    imported = {**line("2025-01-31", "K1", "R1"), "id": fact_id("bleib", "order", "a")}
    take(tmp_path, [imported, line("2025-02-20", "K3", "R3")], file="export")
    assert difference(tmp_path) == []
    report(tmp_path, [("K2", "a", "order")])
    assert difference(tmp_path) == []


def test_facts_that_are_no_purchases_change_no_file(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    with duckdb.connect() as connection:
        before = refresh(tmp_path, connection)
        with transaction.atomic():
            record([NewFact("visit", "K1", NOW, "v")], now=NOW)
        append_pending(tmp_path, now=NOW)
        assert refresh(tmp_path, connection).files == before.files


def test_nothing_happens_when_nothing_changed(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    with duckdb.connect() as connection:
        assert refresh(tmp_path, connection).version == refresh(tmp_path, connection).version


def test_compaction_makes_no_month_be_built_again(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    with duckdb.connect() as connection:
        before = refresh(tmp_path, connection)
        compact(tmp_path)
        assert refresh(tmp_path, connection).files == before.files


def test_other_non_goods_build_everything_again(tmp_path: Path) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    Setting.write("non_goods", ["A", "B"])
    assert {count for _, count in orders(tmp_path)} == {0}
    assert difference(tmp_path, ("A", "B")) == []


@pytest.mark.parametrize("damage", ["folder", "log", "file", "shortened"])
def test_damaged_activity_is_built_again(tmp_path: Path, damage: str) -> None:
    take(tmp_path, JANUARY_EXPORT, file="january")
    assert orders(tmp_path)
    folder = tmp_path / "activity"
    data, log = next(folder.glob("month=*/*.parquet")), max((folder / "_delta_log").glob("*.json"))
    if damage == "folder":
        folder.rename(tmp_path / "elsewhere")
    elif damage == "log":
        log.write_text("{")
    elif damage == "file":
        data.unlink()
    else:
        data.write_bytes(data.read_bytes()[:100])
    assert difference(tmp_path) == []


def test_a_lake_that_was_replaced_is_read_from_the_start(tmp_path: Path) -> None:
    for home, ref in ((tmp_path / "one", "R1"), (tmp_path / "other", "R2")):
        take(home, [line("2025-01-31", "K1", ref), line("2025-02-01", "K1", ref, product="B")], file=ref)
    (tmp_path / "one" / "facts").rename(tmp_path / "one" / "old")
    (tmp_path / "other" / "facts").rename(tmp_path / "one" / "facts")
    assert difference(tmp_path / "one") == []


lines = st.builds(
    line,
    st.sampled_from(["2025-01-10", "2025-01-31", "2025-02-01", "2025-03-05"]),
    st.sampled_from(["K1", "K2", None]),
    st.sampled_from(["R1", "R2", "R3", None]),
    st.sampled_from([10, 20, -10, None]),
    product=st.sampled_from(["A", "B"]),
)
exports = st.lists(lines, min_size=1, max_size=6, unique_by=lambda each: each["id"])
# Key of a purchase that somebody reports: the same key again is the same purchase, now by whom it says.
REPORTED = {"a": datetime(2025, 1, 31, 9, tzinfo=UTC), "b": datetime(2025, 2, 1, 9, tzinfo=UTC)}
reports = st.lists(
    st.tuples(st.sampled_from(["K1", "K2", "K3"]), st.sampled_from(["a", "b"]), st.sampled_from(["order", "credit"])),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip
verbs = st.sampled_from(["undo", "compact", "merge", "part"])
steps = st.lists(st.one_of(exports, reports, reports, verbs), min_size=2, max_size=7)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_after_any_imports_undone_merged_and_compacted_stored_equals_recomputed(story: list[Any]) -> None:
    for model in (Change, Import, Alias):  # of the example before
        model.objects.all().delete()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for number, step in enumerate(story):
            if isinstance(step, list):
                take(home, step, file=str(number))
            elif isinstance(step, tuple):
                report(home, step)
            elif step == "compact":
                compact(home, retention_hours=0)
            elif step == "undo":
                undo_oldest(home)
            else:
                merge_or_part(step)
            assert difference(home) == []
            assert [difference_of_few(home, few) for few in (["K2"], ["K1", "K3"])] == [[], []]


def report(home: Path, reported: Collection[tuple[str, str, str]]) -> None:
    """Facts that come in one by one, all of the same order."""
    for customer, key, kind in reported:
        amount = 10 if kind == "order" else -10
        fact = NewFact(kind, customer, REPORTED[key], key, ref="R1", quantity=1, amount=amount)
        with transaction.atomic():
            record([fact], now=NOW)
    append_pending(home, now=NOW)


def difference_of_few(home: Path, customers: list[str]) -> list[tuple[Any, ...]]:
    """Rows that stored activity and what the facts of these customers say do not share."""
    aliases = Aliases.now()
    with duckdb.connect() as connection:
        stored = activity.open(home, connection, now=NOW)
        aliases.register(connection)
        theirs.gather(connection, Lake(home).files(), theirs.written(aliases, customers), into="temp table facts_now")
        theirs.build_days(connection, facts="facts_now", into="counted", aliases=aliases, non_goods=())
        assert stored.version >= 0
        kept = f"select * from activity where {theirs.named(customers)}"
        now = f"select * from counted where {theirs.named(customers)}"
        return connection.execute(f"({kept} except all {now}) union all ({now} except all {kept})").fetchall()


def merge_or_part(step: str) -> None:
    """Merge K1 into K2, or take it back; where that is done already, nothing."""
    merged = Alias.objects.in_force().exists()
    if step == "merge" and not merged:
        add_alias("K1", "K2", now=NOW)
    if step == "part" and merged:
        remove_alias("K1", now=NOW)


def undo_oldest(home: Path) -> None:
    oldest = Import.objects.done().last()
    if oldest is not None:
        undo(home, oldest.pk, now=NOW)
