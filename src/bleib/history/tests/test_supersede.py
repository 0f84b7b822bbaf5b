"""An order that is exported again replaces its old lines; a further part of it does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from bleib.history.lake import Lake, claimed, newest
from bleib.history.models import Import
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

Row = tuple[str, str, str, int]


def facts(home: Path) -> list[Row]:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        query = "select occurred_on::varchar, customer, product, amount::integer from facts order by all"
        return connection.execute(query).fetchall()


ORDER = [line("2025-01-02", "K1", "R1", 10, product="A"), line("2025-01-02", "K1", "R1", 20, product="B")]


def test_a_vanished_line_is_gone_and_counted(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    result = take(tmp_path, ORDER[:1], file="new")
    assert facts(tmp_path) == [("2025-01-02", "K1", "A", 10)]
    assert (result.counts.duplicates, result.counts.superseded) == (1, 1)


def test_a_changed_line_replaces_the_old_one(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    result = take(tmp_path, [{**ORDER[0], "amount": Decimal(7)}, ORDER[1]], file="new")
    assert [row[3] for row in facts(tmp_path)] == [7, 20]
    assert (result.counts.accepted, result.counts.duplicates, result.counts.superseded) == (1, 1, 1)


def test_a_line_with_another_id_for_the_same_product_and_day_replaces_the_old_one(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [{**ORDER[0], "id": b"0123456789abcdef", "amount": Decimal(7)}], file="new")
    assert [row[3] for row in facts(tmp_path)] == [7]


def test_a_line_that_moved_to_another_month_counts_there_only(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [line("2025-03-01", "K1", "R1", 10, product="A"), ORDER[1]], file="new")
    assert [row[0] for row in facts(tmp_path)] == ["2025-01-02", "2025-03-01"]


def test_an_order_that_changed_hands_belongs_to_its_new_customer(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [{**each, "customer": "K2"} for each in ORDER], file="new")
    assert [row[1] for row in facts(tmp_path)] == ["K2", "K2"]


def test_a_second_delivery_is_a_further_part_of_the_order(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [line("2025-01-09", "K1", "R1", 30, product="C")], file="new")
    assert [row[3] for row in facts(tmp_path)] == [10, 20, 30]


def test_a_second_delivery_of_the_same_product_on_another_day_is_a_further_part(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    again = {**line("2025-01-09", "K1", "R1", 11, product="A"), "id": b"0123456789abcdef"}
    take(tmp_path, [again], file="new")
    assert [row[3] for row in facts(tmp_path)] == [10, 20, 11]


def test_an_export_that_begins_in_the_middle_of_an_order_leaves_what_came_before(tmp_path: Path) -> None:
    second = line("2025-01-12", "K1", "R1", 30, product="C")
    take(tmp_path, [*ORDER, second], file="january")
    result = take(tmp_path, [second, line("2025-02-02", "K2", "R2", 5)], file="february")
    assert [row[3] for row in facts(tmp_path)] == [10, 20, 30, 5]
    assert result.counts.superseded == 0


def test_numbers_that_start_again_every_year_are_told_apart_when_a_year_is_corrected(tmp_path: Path) -> None:
    this_year = line("2026-01-02", "K2", "R1", 40, product="C")
    take(tmp_path, ORDER, file="2025")
    take(tmp_path, [this_year], file="2026")
    take(tmp_path, [this_year, line("2026-01-02", "K2", "R1", 50, product="D")], file="2026 again")
    assert [row[3] for row in facts(tmp_path)] == [10, 20, 40, 50]


def test_a_credit_under_the_orders_number_leaves_the_order(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [line("2025-01-02", "K1", "R1", -10, product="A")], file="new")
    assert sorted(row[3] for row in facts(tmp_path)) == [-10, 10, 20]


def test_the_same_number_in_another_system_is_another_order(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [line("2025-01-02", "K1", "R1", 10, product="A", source="shop")], file="new")
    assert len(facts(tmp_path)) == 3


def test_lines_without_order_number_are_recognised_by_their_content(tmp_path: Path) -> None:
    take(tmp_path, [line("2025-01-02", "K1", None, 10)], file="old")
    result = take(tmp_path, [line("2025-01-02", "K1", None, 10), line("2025-01-03", "K1", None, 10)], file="new")
    assert (len(facts(tmp_path)), result.counts.duplicates) == (2, 1)


def test_known_lines_without_customer_leave_that_count_too(tmp_path: Path) -> None:
    take(tmp_path, [line("2025-01-02", None, "R1", -5)], file="old")
    result = take(tmp_path, [line("2025-01-02", None, "R1", -5), line("2025-01-03", None, "R2", 5)], file="new")
    assert result.counts.duplicates == 1
    assert Import.objects.get(pk=result.id).counted == result.counts


def test_undoing_the_correction_brings_the_old_lines_back(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    correction = take(tmp_path, [line("2025-03-01", "K2", "R1", 10, product="A")], file="new")
    undo(tmp_path, correction.id, now=NOW)
    assert facts(tmp_path) == [("2025-01-02", "K1", "A", 10), ("2025-01-02", "K1", "B", 20)]


def test_undoing_the_first_of_two_equal_corrections_changes_nothing(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    moved = [line("2025-03-01", "K2", "R1", 10, product="A")]
    first = take(tmp_path, moved, file="new")
    take(tmp_path, moved, file="newer")
    undo(tmp_path, first.id, now=NOW)
    assert facts(tmp_path) == [("2025-03-01", "K2", "A", 10)]


def test_a_line_that_moved_away_stays_when_its_old_month_is_exported_again(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [line("2025-02-10", "K1", "R1", 10, product="A"), ORDER[1]], file="moved")
    take(tmp_path, [ORDER[1]], file="january again")
    assert [row[0] for row in facts(tmp_path)] == ["2025-01-02", "2025-02-10"]


def test_a_month_read_alone_gives_the_same_after_moves_and_corrections(tmp_path: Path) -> None:
    take(tmp_path, ORDER, file="old")
    take(tmp_path, [line("2025-02-10", "K1", "R1", 10, product="A"), ORDER[1]], file="moved")
    take(tmp_path, [{**ORDER[1], "occurred_on": date(2025, 3, 1)}], file="moved too")
    snapshot = Lake(tmp_path).snapshot()
    with duckdb.connect() as connection:
        months = [newest(claimed(snapshot.of(month))) for month in snapshot.months]
        apart = connection.sql(" union all ".join(f"(select * from ({month}) where not retracted)" for month in months))
        days = apart.project("occurred_on::varchar").fetchall()
    assert sorted(days) == [(day,) for day, *_ in facts(tmp_path)]
