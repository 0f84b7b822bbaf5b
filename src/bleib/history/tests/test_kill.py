"""Whatever dies at whatever moment: the lake is as before or as after, and the same call completes the work."""

from __future__ import annotations

import random
import re
import signal
import time
from collections import Counter
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import duckdb
import pytest
from django.core.management import call_command
from pytest_django.plugin import DjangoDbBlocker

from bleib.history import activity, crash, daily, journal
from bleib.history.compaction import compact
from bleib.history.completing import complete_imports, is_import_open
from bleib.history.lake import Lake
from bleib.history.models import Change, Import
from bleib.history.tests.killable import NOW, ROUND, perform
from bleib.history.tests.victim import Victim
from tests.processes import RANDOM_KILLS

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

Lines = Counter[tuple[object, ...]]


def live(home: Path) -> Lines:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return Counter(connection.execute("select id, customer, occurred_on, amount from facts").fetchall())


def check_activity(home: Path) -> None:
    """What is stored equals what all live facts give when they are counted in one go."""
    with duckdb.connect() as connection:
        activity.open(home, connection, now=NOW)
        Lake(home).register(connection)
        daily.build(connection, facts="facts", into="recomputed")
        differing = connection.execute(
            "(from activity except all from recomputed) union all (from recomputed except all from activity)"
        ).fetchall()
    assert differing == []


def check_feed() -> None:
    """Every import that is done, and every undoing, was told once."""
    told = Counter(Change.objects.values_list("kind", "imported"))
    done = {("import", each.pk): 1 for each in Import.objects.exclude(finished_at=None)}
    undone = {("undo", each.pk): 1 for each in Import.objects.exclude(undone_at=None)}
    assert told == Counter(done | undone)


@dataclass(frozen=True)
class Step:
    """An operation of the round, and the live lines before and after it."""

    operation: str
    before: Lines
    after: Lines


@pytest.fixture(scope="module")
def steps(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> list[Step]:
    """The round, undisturbed."""
    home, steps = tmp_path_factory.mktemp("undisturbed"), []
    with django_db_blocker.unblock():
        for operation in ROUND:
            before = live(home)
            perform(home, operation)
            steps.append(Step(operation, before, live(home)))
        call_command("flush", verbosity=0, interactive=False)
    return steps


def test_the_round_changes_something_and_ends_empty(steps: list[Step]) -> None:
    assert [step.before.total() for step in steps] == [0, 60, 68, 68, 40, 40, 72, 60, 60, 0]
    assert steps[-1].after.total() == 0


def test_every_crash_point_stands_in_the_code_and_in_the_list() -> None:
    code = "".join(path.read_text() for path in Path(crash.__file__).parent.glob("*.py"))
    assert sorted(re.findall(r'crash\.point\("(.*?)"\)', code)) == sorted(crash.POINTS)


@pytest.mark.parametrize("point", [point for point in crash.POINTS if not point.startswith(("pending", "erasure"))])
def test_killed_at_a_named_point(tmp_path: Path, steps: list[Step], point: str) -> None:
    verb = {"activity": "refresh", "compaction": "compact"}.get(kind := point.partition(".")[0], kind)
    number = next(number for number in range(1, len(ROUND)) if ROUND[number].startswith(verb))
    for operation in ROUND[:number]:
        perform(tmp_path, operation)
    step = steps[number]
    victim = Victim(tmp_path)
    victim.order(f"{step.operation} at {point}")
    assert victim.wait() == -signal.SIGKILL
    assert live(tmp_path) in (step.before, step.after)
    perform(tmp_path, step.operation)
    assert live(tmp_path) == step.after
    check_activity(tmp_path)
    check_feed()


@pytest.mark.parametrize(
    ("number", "point", "done"),
    [
        (0, "import.begun", False),
        (0, "import.staged", False),
        (0, "import.committed", True),
        (3, "undo.marked", True),
        (3, "undo.committed", True),
    ],
)
def test_the_worker_completes_what_nobody_repeats(tmp_path, steps, settings, number, point, done) -> None:
    settings.HOME = tmp_path
    for operation in ROUND[:number]:
        perform(tmp_path, operation)
    victim = Victim(tmp_path)
    victim.order(f"{steps[number].operation} at {point}")
    assert victim.wait() == -signal.SIGKILL
    assert is_import_open(NOW)
    assert [complete_imports(now=NOW), complete_imports(now=NOW)] == [1, 0]
    assert live(tmp_path) == (steps[number].after if done else steps[number].before)
    check_activity(tmp_path)
    check_feed()


def test_the_worker_leaves_an_import_alone_that_is_at_work(tmp_path, settings) -> None:
    settings.HOME = tmp_path
    with journal.importing(tmp_path, fingerprint="f", label="orders.csv", options={}, now=NOW):
        assert is_import_open(NOW)
        assert complete_imports(now=NOW) == 0
        assert Import.objects.open().exists()


def test_killed_at_random_moments(tmp_path: Path, steps: list[Step]) -> None:
    """Processes die at any moment of their work, over and over; nothing is lost, doubled or left behind."""
    home, dice, deaths = tmp_path, random.Random(2), 0
    waiting, spent = [Victim(home), Victim(home)], dict.fromkeys(ROUND, 0.2)
    for step in cycle(steps):
        victim = waiting.pop(0)
        waiting.append(Victim(home))
        victim.order(step.operation)
        time.sleep(dice.uniform(0, spent[step.operation]))
        deaths += victim.kill()
        assert live(home) in (step.before, step.after)
        began = time.monotonic()
        perform(home, step.operation)
        spent[step.operation] = max(spent[step.operation], time.monotonic() - began)
        assert live(home) == step.after
        check_activity(home)
        if deaths >= RANDOM_KILLS and step is steps[-1]:
            break
    for victim in waiting:
        victim.kill()
    check_feed()
    compact(home, retention_hours=0)
    assert left_behind(home) == set()


def left_behind(home: Path) -> set[str]:
    """Parquet files in the lake's folder that no snapshot names."""
    found = {str(path) for path in (home / "facts").glob("month=*/*.parquet")}
    return found - {file.path for file in Lake(home).files()}
