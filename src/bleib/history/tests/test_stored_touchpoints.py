"""Stored touchpoints are those of the facts as they stand, whatever has happened since a month was stored."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bleib.history.aliases import add_alias
from bleib.history.compaction import compact
from bleib.history.derived import touchpoints_of
from bleib.history.drilling import open_tables
from bleib.history.forgetting import forget
from bleib.history.models import Import
from bleib.history.stored_touchpoints import FOLDER, UNUSED
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import FEBRUARY_EXPORT, JANUARY_EXPORT, NOW, take
from bleib.history.undo import undo
from bleib.history.vanished import Vanished, again

pytestmark = pytest.mark.django_db(transaction=True)

Rows = Counter[tuple[Any, ...]]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    take(tmp_path, JANUARY_EXPORT, file="january")
    both(tmp_path)
    return tmp_path


def both(home: Path) -> tuple[Rows, Rows]:
    """What is stored, and what the facts say."""
    with open_tables(home, reads={"touchpoints", "features"}) as engine:
        stored = engine.run("from touchpoints").to_pylist()
        facts = engine.run(touchpoints_of("from feature_facts")).to_pylist()
    return Counter(map(row_of, stored)), Counter(map(row_of, facts))


def row_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in sorted(row))


def files(home: Path) -> dict[str, int]:
    """Name to the instant at which it was written."""
    return {f"{path.parent.name}/{path.name}": path.stat().st_ino for path in (home / FOLDER).glob("*/*")}


def undo_newest(home: Path) -> Import:
    return undo(home, Import.objects.latest("pk").pk, now=NOW)


HAPPENED: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _home: None,
    "an export came again with corrections": lambda home: take(home, FEBRUARY_EXPORT, file="february"),
    "a customer merged into another": lambda _home: add_alias("K1", "K2", now=NOW),
    "an import was undone": lambda home: (take(home, FEBRUARY_EXPORT, file="february"), undo_newest(home)),
    "compaction": lambda home: (take(home, FEBRUARY_EXPORT, file="february"), compact(home)),
    "somebody was erased": lambda home: forget(home, customers=["K3"], now=NOW),
}


@pytest.mark.slow
@pytest.mark.parametrize("happened", HAPPENED)
def test_what_is_stored_is_what_the_facts_say(home: Path, happened: str) -> None:
    HAPPENED[happened](home)
    stored, facts = both(home)
    assert stored == facts
    assert stored


def test_facts_of_merged_customers_are_read_once_however_much_is_asked(home: Path) -> None:
    add_alias("K1", "K2", now=NOW)
    with open_tables(home, reads={"touchpoints"}) as engine:
        before = engine.run("from touchpoints").num_rows
        for path in (home / "facts").glob("month=*/*"):
            path.unlink()
        assert engine.run("from touchpoints").num_rows == before > 0


def test_only_months_that_changed_are_counted_again(home: Path) -> None:
    before = files(home)
    take(home, [line("2025-03-30", "K1", "R99", 5)], file="march")
    both(home)
    new = {name for name, written in files(home).items() if before.get(name) != written}
    assert {name.partition("/")[0] for name in new} == {"month=2025-03"}


def test_files_that_no_question_names_go_when_nobody_reads_them_any_more(home: Path) -> None:
    for path in (home / FOLDER).glob("month=2025-03/*"):
        os.utime(path, (0, path.stat().st_mtime - UNUSED - 1))
    take(home, [line("2025-03-30", "K1", "R99", 5)], file="march")
    both(home)
    assert len([name for name in files(home) if name.startswith("month=2025-03/")]) == 1


def test_of_an_erased_customer_no_file_is_left(home: Path) -> None:
    forget(home, customers=["K3"], now=NOW)
    assert not (home / FOLDER).exists()
    both(home)
    assert not any(b"K3" in path.read_bytes() for path in (home / FOLDER).glob("*/*"))


def count_while_somebody_is_erased(home: Path, erased: list[str]) -> int:
    with open_tables(home, reads={"touchpoints"}) as engine:
        if erased:
            forget(home, customers=[erased.pop()], now=NOW)
        return int(engine.run("from touchpoints").num_rows)


def test_who_reads_while_somebody_is_erased_is_told_to_ask_again(home: Path) -> None:
    with pytest.raises(Vanished, match="noch einmal"):
        count_while_somebody_is_erased(home, ["K3"])


def test_who_asks_again_reads_what_came_instead(home: Path) -> None:
    assert again(count_while_somebody_is_erased)(home, ["K3"]) > 0
