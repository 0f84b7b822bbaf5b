"""What a few customers did, whatever becomes of their numbers and files between the asking and the reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow as pa
import pytest

from bleib.history.aliases import add_alias
from bleib.history.extract import open_extract
from bleib.history.past_home import past_of_home
from bleib.history.tests.example_facts import line
from bleib.history.tests.killable import NOW, take
from bleib.history.vanished import Vanished

pytestmark = pytest.mark.django_db(transaction=True)

ACTIVITY = "select customer, sum(revenue)::int as revenue from activity group by 1"
LINES = [line("2025-01-02", "A", "R1", 10), line("2025-01-02", "B", "R2", 20), line("2025-01-02", "C", "R3", 40)]


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    take(tmp_path, LINES, file="january")
    return tmp_path


def test_whoever_asks_for_a_number_that_was_merged_meanwhile_gets_all_that_counts_as_one_with_it(home: Path) -> None:
    add_alias("A", "B", now=NOW)
    add_alias("B", "C", now=NOW)
    asked = pa.table({"customer": ["A"]})
    with open_extract(home, customers=asked) as engine, past_of_home(home, now=NOW, customers=asked) as past:
        assert engine.run(ACTIVITY).to_pylist() == [{"customer": "C", "revenue": 70}]
        assert past.at(NOW.date()).run(ACTIVITY).to_pylist() == [{"customer": "C", "revenue": 70}]


def count_while_activity_goes(home: Path) -> None:
    with open_extract(home) as engine:
        rmtree(home / "activity")
        engine.run(ACTIVITY)


def see_while_facts_go(home: Path) -> None:
    with past_of_home(home, now=NOW) as past:
        for path in home.glob("facts/month=*/*"):
            path.unlink()
        past.at(NOW.date()).run(ACTIVITY)


@pytest.mark.parametrize("reading", [count_while_activity_goes, see_while_facts_go])
def test_who_reads_files_that_go_meanwhile_is_told_so(home: Path, reading: Callable[[Path], None]) -> None:
    with pytest.raises(Vanished):
        reading(home)
