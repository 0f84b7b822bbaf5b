"""An erased customer is nowhere in the lake any more, stays erased, and is still counted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bleib.history import activity, journal, theirs
from bleib.history.aliases import add_alias
from bleib.history.api import append_pending, erased_among, readmit, record
from bleib.history.counts import Counts
from bleib.history.forgetting import facts_about, forget
from bleib.history.lake import Lake
from bleib.history.models import Change, ErasedNumber, ImportedName
from bleib.history.tests.example_facts import line, stage
from bleib.history.tests.killable import NOW, take, visit
from bleib.history.touched import unpack
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

LINES = [line("2025-01-02", "KUNDE-A", "R1", 10), line("2025-01-02", "KUNDE-B", "R2", 20)]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    take(tmp_path, LINES, file="january")
    take(tmp_path, [line("2025-02-02", "KUNDE-A", "R3", 30), line("2025-02-02", None, "R4", 40)], file="february")
    return tmp_path


def revenue(home: Path) -> dict[str | None, Decimal]:
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        return dict(connection.execute("select customer, sum(revenue) from activity group by 1").fetchall())


def holding(home: Path, text: str) -> list[str]:
    """Files below the home folder in which the text stands, data files as they are when unpacked."""
    found = [path for path in home.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]
    with duckdb.connect() as connection:
        for path in home.rglob("*.parquet"):
            rows = connection.execute(f"select count(*) from '{path}' as line where line::varchar like '%{text}%'")
            found += [path] if rows.fetchall() != [(0,)] else []
    return [str(path.relative_to(home)) for path in found]


def test_nothing_holds_the_number_and_everything_is_counted(home: Path) -> None:
    before = revenue(home)
    with duckdb.connect() as connection:
        theirs.gather(connection, Lake(home).files(), ("KUNDE-A",), into="temp table found")
    assert holding(home, "KUNDE-A")
    forget(home, customers=["KUNDE-A"], now=NOW)
    assert holding(home, "KUNDE-A") == []
    assert theirs._ANSWERS._kept == ()
    after = revenue(home)
    [pseudonym] = [customer for customer in after if customer and customer.startswith("erased-")]
    assert after == {pseudonym: before["KUNDE-A"], "KUNDE-B": before["KUNDE-B"], None: before[None]}


def test_an_answer_that_another_process_keeps_goes_when_it_asks_next(home: Path) -> None:
    def ask(number: str) -> None:
        theirs.gather(connection, Lake(home).files(), (number,), into="temp table found")

    with duckdb.connect() as connection:
        ask("KUNDE-A")
        elsewhere = theirs._ANSWERS._kept
        forget(home, customers=["KUNDE-A"], now=NOW)
        theirs._ANSWERS._kept = elsewhere  # as whoever did not erase, or was reading meanwhile, has it
        ask("KUNDE-B")
    assert [answer.numbers for answer in theirs._ANSWERS._kept] == [("KUNDE-B",)]


def test_nobody_can_tell_afterwards_whose_facts_they_were(home: Path) -> None:
    forget(home, customers=["KUNDE-A"], now=NOW)
    row = ErasedNumber.objects.get()
    assert row.pseudonym is None
    assert "KUNDE-A" not in row.digest


def test_erasing_again_changes_nothing(home: Path) -> None:
    forget(home, customers=["KUNDE-A"], now=NOW)
    before = revenue(home)
    forget(home, customers=["KUNDE-A"], now=NOW)
    assert revenue(home) == before


def test_the_same_lines_in_another_file_do_not_bring_anybody_back(home: Path) -> None:
    forget(home, customers=["KUNDE-A"], now=NOW)
    before = revenue(home)
    again = take(home, LINES, file="january again")
    assert (again.counts.duplicates, again.counts.erased) == (2, 0)
    assert revenue(home) == before


def test_new_lines_of_somebody_erased_are_taken_without_a_customer(home: Path) -> None:
    forget(home, customers=["KUNDE-A"], now=NOW)
    new = take(home, [line("2025-03-02", "KUNDE-A", "R9", 5), line("2025-03-02", "KUNDE-B", "R8", 6)], file="march")
    assert (new.counts.accepted, new.counts.without_customer, new.counts.erased) == (2, 1, 1)
    assert revenue(home)[None] == 45
    assert holding(home, "KUNDE-A") == []
    repeated = take(home, [line("2025-03-02", "KUNDE-A", "R9", 5)], file="march again")
    assert (repeated.counts.duplicates, repeated.counts.without_customer, repeated.counts.erased) == (1, 0, 0)


def test_an_undone_import_of_somebody_erased_can_be_imported_again_without_them(home: Path) -> None:
    forget(home, customers=["KUNDE-A"], now=NOW)
    undo(home, Change.objects.order_by("recorded_at")[0].imported_id or 0, now=NOW)
    again = take(home, LINES, file="january")
    assert (again.counts.accepted, again.counts.erased) == (2, 1)
    assert holding(home, "KUNDE-A") == []


def test_names_go_and_do_not_come_back(home: Path) -> None:
    def import_names(file: str) -> None:
        with (
            duckdb.connect() as connection,
            journal.importing(home, fingerprint=file, label=file, options={}, now=NOW) as entry,
        ):
            stage(connection, LINES)
            connection.execute(
                "create table staged_names as select customer, 'Anna & Co' as name, 'DE' as country from staged"
            )
            entry.record(connection, counts=Counts(2, 2), now=NOW)

    import_names("names")
    forget(home, customers=["KUNDE-A"], now=NOW)
    import_names("names again")
    assert set(ImportedName.objects.values_list("customer", flat=True)) == {"KUNDE-B"}


def test_facts_on_their_way_are_erased_as_well(home: Path) -> None:
    record([visit("1", "KUNDE-A")], now=NOW)
    forget(home, customers=["KUNDE-A"], now=NOW)
    record([visit("2", "KUNDE-A")], now=NOW)
    append_pending(now=NOW)
    assert holding(home, "KUNDE-A") == []
    assert facts_about(home, customers=["KUNDE-A"]).num_rows == 0


def test_a_contact_goes_and_the_customer_stays(home: Path) -> None:
    seen = visit("1", "KUNDE-B")
    record([seen.__class__(**{**vars(seen), "contact": "CONTACT-7"})], now=NOW)
    append_pending(now=NOW)
    assert facts_about(home, contacts=["CONTACT-7"]).num_rows == 1
    forget(home, contacts=["CONTACT-7"], now=NOW)
    assert holding(home, "CONTACT-7") == []
    assert facts_about(home, customers=["KUNDE-B"]).num_rows == 2


def test_who_was_merged_into_somebody_erased_is_erased_too(home: Path) -> None:
    add_alias("KUNDE-A", "KUNDE-B", now=NOW)
    forget(home, customers=["KUNDE-B"], now=NOW)
    assert holding(home, "KUNDE-") == []
    assert sorted(revenue(home).values()) == [40, 60]


def test_the_feed_is_told_that_figures_are_gone_and_not_whose(home: Path) -> None:
    append_pending(now=NOW)  # a change that names its customers and that nobody was told of
    forget(home, customers=["KUNDE-A"], now=NOW)
    assert Change.objects.filter(kind="erasure").count() == 1
    told = [number for change in Change.objects.all() for number in unpack(change.touched)["customer"].to_pylist()]
    assert "KUNDE-A" not in told
    assert "KUNDE-B" in told


def test_who_comes_back_may_have_the_number_again(home: Path) -> None:
    forget(home, customers=["KUNDE-A"], now=NOW)
    assert erased_among(["KUNDE-A", "KUNDE-B"]) == {"KUNDE-A"}
    readmit("KUNDE-A")
    take(home, [line("2025-03-02", "KUNDE-A", "R9", 5)], file="march")
    assert revenue(home)["KUNDE-A"] == 5


def test_months_without_the_customer_keep_their_files(home: Path) -> None:
    take(home, [line("2025-03-02", "KUNDE-B", "R9", 5)], file="march")
    [before] = Lake(home).snapshot().of("2025-03")
    forget(home, customers=["KUNDE-A"], now=NOW)
    assert Lake(home).snapshot().of("2025-03") == (before,)
