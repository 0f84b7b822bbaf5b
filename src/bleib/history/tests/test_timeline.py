"""A customer's timeline: newest first, orders as one entry, what is pending and what merged numbers did included."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bleib.history.api import Wanted, add_alias, append_pending, customers_of_order, dossier, record, timeline
from bleib.history.models import Import
from bleib.history.new_fact import NewFact
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take
from bleib.history.undo import undo

pytestmark = pytest.mark.django_db
ALL = Wanted()


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    lines = [
        line("2025-01-02", "K1", "R1", 10, product="A"),
        line("2025-01-02", "K1", "R1", 5, product="B"),
        line("2025-02-03", "K1", "R2", 20, product="A"),
        line("2025-02-03", "K2", "R3", 30),
    ]
    take(tmp_path, lines, file="export")
    return tmp_path


def fact(type_: str, day: str, key: str, customer: str = "K1", **said: Any) -> NewFact:
    at = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)
    return NewFact(type=type_, customer=customer, occurred_at=at, key=key, **said)


def refs(customer: str = "K1", wanted: Wanted = ALL, **more: Any) -> list[str | None]:
    return [entry.ref for entry in timeline(customer, wanted=wanted, **more).entries]


def test_lines_of_an_order_are_one_entry_and_the_newest_comes_first(home: Path) -> None:
    newest, first = timeline("K1", wanted=ALL).entries
    assert (newest.ref, first.ref, first.count, first.amount) == ("R2", "R1", 2, Decimal(15))
    assert [each.product for each in first.lines] == ["A", "B"]
    assert first.lines[0].import_id == Import.objects.get().pk


@pytest.mark.slow
def test_every_entry_is_on_one_page(home: Path) -> None:
    record([fact("case_opened", f"2025-03-{day:02d}", str(day), ref=f"C{day}") for day in range(1, 8)], now=NOW)
    whole, found, before = refs(), [], None
    while True:
        page = timeline("K1", wanted=ALL, before=before, limit=2)
        found += [entry.ref for entry in page.entries]
        if (before := page.before) is None:
            break
    assert found == whole
    assert len(whole) == 9


@pytest.mark.slow
def test_a_fact_is_there_once_from_the_moment_it_is_recorded(home: Path) -> None:
    record([fact("visit", "2025-03-01", "1", product="start")], now=NOW)
    assert [entry.lines[0].pending for entry in timeline("K1", wanted=ALL).entries] == [True, False, False]
    append_pending(now=NOW)
    assert [entry.lines[0].pending for entry in timeline("K1", wanted=ALL).entries] == [False, False, False]


def test_what_is_said_anew_replaces_what_the_lake_has(home: Path) -> None:
    record([fact("answer", "2025-03-01", "1", props={"kind": "nps", "score": 3})], now=NOW)
    append_pending(now=NOW)
    record([fact("answer", "2025-03-01", "1", props={"kind": "nps", "score": 9})], now=NOW)
    [answer] = timeline("K1", wanted=Wanted(types=["answer"])).entries
    assert answer.lines[0].props["score"] == 9


def test_a_merged_number_counts_and_its_lines_say_which_it_was(home: Path) -> None:
    add_alias("K2", "K1", now=NOW)
    assert refs() == ["R3", "R2", "R1"]
    assert timeline("K1", wanted=ALL).entries[0].lines[0].customer == "K2"


def test_what_an_undone_import_brought_is_gone(home: Path) -> None:
    undo(home, Import.objects.get().pk, now=NOW)
    assert refs() == []


def test_it_is_narrowed_by_type_day_and_product(home: Path) -> None:
    record([fact("usage", "2025-02-04", "1", product="A", quantity=3)], now=NOW)
    assert refs(wanted=Wanted(types=["usage"])) == [None]
    assert refs(wanted=Wanted(since=date(2025, 2, 3), until=date(2025, 2, 3))) == ["R2"]
    assert refs(wanted=Wanted(product="B")) == ["R1"]


def test_the_sums_say_what_all_facts_come_to(home: Path) -> None:
    used = [fact("usage", "2025-02-01", "1", product="A", quantity=4), fact("usage", "2024-10-01", "2", product="A")]
    case = [fact("case_opened", "2025-02-01", "3", ref="C1", props={"severity": "high"})]
    said = [fact("answer", f"2025-02-0{n}", f"4{n}", props={"kind": "nps", "score": n}) for n in (1, 2)]
    record([*used, *case, *said], now=NOW)
    sums = dossier("K1", wanted=ALL, today=date(2025, 2, 10)).sums
    assert [(each.month, each.orders, each.revenue) for each in sums.months] == [
        (date(2025, 1, 1), 1, Decimal(15)),
        (date(2025, 2, 1), 1, Decimal(20)),
    ]
    assert sums.usage == (4, 1)
    assert [(each.kind, each.score) for each in sums.answers] == [("nps", 2)]
    assert [(each.ref, each.severity) for each in sums.cases] == [("C1", "high")]
    assert sums.imports == ((Import.objects.get().pk, 3),)


def test_a_closed_case_is_not_open(home: Path) -> None:
    record(
        [fact("case_opened", "2025-02-01", "1", ref="C1"), fact("case_closed", "2025-02-02", "1", ref="C1")], now=NOW
    )
    assert dossier("K1", wanted=ALL, today=date(2025, 2, 10)).sums.cases == ()


def test_nobody_has_an_empty_timeline(home: Path) -> None:
    assert dossier("nobody", wanted=ALL, today=date(2025, 2, 10)).timeline.entries == ()


def test_an_order_leads_to_its_customer(home: Path) -> None:
    add_alias("K2", "K1", now=NOW)
    assert customers_of_order("R3") == [("R3", "K1", date(2025, 2, 3))]
    assert [ref for ref, _customer, _day in customers_of_order("R")] == ["R1", "R2", "R3"]
    assert customers_of_order("R9") == []
