"""Stored summaries say what the whole history says, whatever has happened since they were stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.db import transaction

from bleib.history import stored_summaries
from bleib.history.aliases import add_alias
from bleib.history.api import record
from bleib.history.compaction import compact
from bleib.history.forgetting import forget
from bleib.history.models import Import
from bleib.history.new_fact import NewFact
from bleib.history.past_home import past_of_home
from bleib.history.pending import append_pending
from bleib.history.summaries import TEXTS
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import FEBRUARY_EXPORT, JANUARY_EXPORT, take
from bleib.history.undo import undo

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

NOW = datetime(2025, 6, 1, 9, tzinfo=UTC)
TOMORROW = date(2025, 6, 2)


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Orders, usage, a case and an answer, summed up; of however many customers are touched, only theirs are made."""
    settings.HOME = tmp_path
    monkeypatch.setattr(stored_summaries, "MOST", 1)
    take(tmp_path, JANUARY_EXPORT, file="january", now=datetime(2025, 3, 20, 9, tzinfo=UTC))
    for customer, day in (("K1", 1), ("K1", 2), ("K1", 4), ("K1", 7), ("K5", 3)):
        happened(tmp_path, customer, day=day)
    said(tmp_path)
    return tmp_path


def happened(home: Path, customer: str, *, day: int) -> None:
    """One of everything."""
    at, ref = datetime(2025, 5, day, 9, tzinfo=UTC), f"{customer} {day}"
    facts = [
        NewFact("order", customer, at, key=ref, ref=ref, amount=Decimal(9), quantity=1, product="A"),
        *(NewFact("usage", customer, at, key=f"{ref} {each}", quantity=2, product=each) for each in "FG"),
        NewFact("case_opened", customer, at, key=ref, ref=f"C{customer}", props={"severity": "high"}),
        NewFact("answer", customer, at, key=ref, props={"kind": "nps", "score": day % 11}),
        NewFact("order", customer, at, key=f"X{ref}", ref=f"X{ref}", amount=Decimal(5), quantity=1),
        NewFact("credit", customer, at, key=f"X{ref}", ref=f"X{ref}", amount=Decimal(-5), quantity=-1),
    ]
    with transaction.atomic():
        record(facts, now=NOW)
    append_pending(home, now=NOW)


def said(home: Path, customers: list[str] | None = None, *, as_of: date = TOMORROW) -> dict[str, list[Any]]:
    """Of everybody as stored, or of some, for whom nothing is."""
    only = None if customers is None else pa.table({"customer": customers})
    with past_of_home(home, now=NOW, customers=only) as past:
        engine = past.at(as_of)
        return {name: engine.run(f"select * from {name} order by all").to_pylist() for name in TEXTS}


def everybody(home: Path) -> list[str]:
    with past_of_home(home, now=NOW) as past:
        found = past.at(TOMORROW).run("select distinct customer from facts where customer is not null")
    return list(found["customer"].to_pylist())


def stored(home: Path) -> Any:
    return json.loads((home / stored_summaries.FOLDER / "newest.json").read_text())["folder"]


def then_compacted(home):
    happened(home, "K5", day=9)
    compact(home)


SINCE: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _home: None,
    "one customer did everything": lambda home: happened(home, "K1", day=20),
    "somebody new came": lambda home: happened(home, "New", day=5),
    "files were compacted": then_compacted,
    "orders were corrected": lambda home: take(home, FEBRUARY_EXPORT, file="february", now=NOW),
    "an order moved to somebody else": lambda home: take(home, [line("2025-01-15", "K9", "R1")], file="moved", now=NOW),
}  # fmt: skip


@pytest.mark.parametrize("what", SINCE)
def test_of_whoever_was_touched_since_they_are_made_anew(home: Path, what: str) -> None:
    before = stored(home)
    SINCE[what](home)
    found = said(home)
    assert found == said(home, everybody(home))
    assert all(found.values())
    assert stored(home) == before


TAKEN: dict[str, Callable[[Path], object]] = {
    "an import is undone": lambda home: undo(home, Import.objects.latest("pk").pk, now=NOW),
    "customers are merged": lambda _home: add_alias("K1", "K5", now=NOW),
    "somebody is erased": lambda home: forget(home, customers=["K1"], now=NOW),
}


@pytest.mark.parametrize("what", TAKEN)
def test_where_facts_go_or_belong_to_others_everybodys_are_made_anew(home: Path, what: str) -> None:
    before = stored(home)
    TAKEN[what](home)
    assert said(home) == said(home, everybody(home))
    assert stored(home) != before


def test_nobody_who_was_erased_is_left_in_them(home: Path) -> None:
    forget(home, customers=["K1"], now=NOW)
    assert not (home / stored_summaries.FOLDER).exists()


def test_what_is_dated_ahead_counts_from_its_day(home: Path) -> None:
    take(home, [line("2025-06-10", "K1", "R77", product="A")], file="ahead", now=NOW)
    assert said(home) == said(home, everybody(home))
    for day in (date(2025, 6, 10), date(2025, 6, 11), TOMORROW):
        assert said(home, as_of=day) == said(home, [*everybody(home), "K1"], as_of=day)
