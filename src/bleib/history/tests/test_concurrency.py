"""Several processes at once: nothing is lost, nothing is counted twice, nobody fails for no reason."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import duckdb
import pytest

from bleib.history.compaction import compact
from bleib.history.lake import Lake
from bleib.history.models import Change, PendingFact
from bleib.history.tests.killable import JANUARY_EXPORT, NOW, take
from bleib.history.undo import undo
from tests.processes import start

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

TIMES = 40
Together = Callable[..., list[subprocess.Popen[str]]]


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Together]:
    """Start a process per order, wait until all are ready, and let them go."""
    with ExitStack() as stack:

        def run(*orders: str) -> list[subprocess.Popen[str]]:
            module = "bleib.history.tests.concurrent"
            calls = [start(module, tmp_path, *order.split(), home=tmp_path) for order in orders]
            processes = [stack.enter_context(call) for call in calls]
            for process in processes:
                assert process.stdout is not None
                assert process.stdout.readline() == "ready\n"
            for process in processes:
                assert process.stdin is not None
                process.stdin.write("go\n")
                process.stdin.flush()
            return processes

        yield run


def finish(processes: list[subprocess.Popen[str]]) -> list[str]:
    outputs = [process.communicate(timeout=300)[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return outputs


def orders(home: Path, customer: str) -> int:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        row = connection.execute("select count(distinct ref) from facts where customer = ?", [customer]).fetchone()
        return int(row[0]) if row else 0


def test_two_processes_append_forty_commits_each_and_lose_nothing(tmp_path: Path, together: Together) -> None:
    finish(together(f"append 1 {TIMES}", f"append 2 {TIMES}"))
    assert (orders(tmp_path, "K1"), orders(tmp_path, "K2")) == (TIMES, TIMES)


def test_undo_and_compaction_beside_an_appender_succeed(tmp_path: Path, together: Together) -> None:
    imported = take(tmp_path, JANUARY_EXPORT, file="january").id
    processes = together(f"append 77 {TIMES}")
    compact(tmp_path)
    undo(tmp_path, imported, now=NOW)
    compact(tmp_path)
    finish(processes)
    with duckdb.connect() as connection:
        Lake(tmp_path).register(connection)
        assert connection.execute("select count(*) from facts").fetchone() == (TIMES,)


def test_two_processes_that_import_the_same_file_import_it_once(tmp_path: Path, together: Together) -> None:
    outputs = finish(together("import january", "import january"))
    assert max(outputs) == "imported"
    assert min(outputs) in {"already", "busy"}
    assert sum(file.rows for file in Lake(tmp_path).files()) == len(JANUARY_EXPORT)


def test_two_processes_that_import_different_files_both_succeed(tmp_path: Path, together: Together) -> None:
    assert finish(together("import january", "import january-copy")) == ["imported", "imported"]
    with duckdb.connect() as connection:
        Lake(tmp_path).register(connection)
        assert connection.execute("select count(*) from facts").fetchone() == (len(JANUARY_EXPORT),)


def test_two_processes_that_record_and_append_lose_nothing(tmp_path: Path, together: Together) -> None:
    finish(together(f"record 1 {TIMES}", f"record 2 {TIMES}"))
    with duckdb.connect() as connection:
        Lake(tmp_path).register(connection)
        assert connection.execute("select count(*), count(distinct id) from facts").fetchall() == [(2 * TIMES,) * 2]
    assert not PendingFact.objects.exists()
    instants = list(Change.objects.values_list("recorded_at", flat=True))
    assert len(instants) == len(set(instants))


def test_an_import_beside_facts_that_come_in_one_by_one(tmp_path: Path, together: Together) -> None:
    outputs = finish(together("import january", f"record 1 {TIMES}"))
    assert outputs[0] == "imported"
    with duckdb.connect() as connection:
        Lake(tmp_path).register(connection)
        query = "select type, count(*) from facts group by 1 order by 1"
        assert connection.execute(query).fetchall() == [("order", len(JANUARY_EXPORT)), ("visit", TIMES)]
