"""Whatever dies at whatever moment: the lake is as before or as after, and the same call completes the work."""

from __future__ import annotations

import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import duckdb
import pytest

from bleib.history import activity, crash, daily
from bleib.history.compaction import compact
from bleib.history.lake import Lake
from bleib.history.tests.killable import ROUND, perform

pytestmark = pytest.mark.kill
RANDOM_KILLS = 100

Lines = Counter[tuple[object, ...]]


class Victim:
    """A process waiting for its order; tests start the next one early."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "bleib.history.tests.killable", str(home)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def order(self, operation: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"
        self.process.stdin.write(operation + "\n")
        self.process.stdin.flush()

    def kill(self) -> bool:
        """Whether it died before its work was done."""
        self.process.kill()
        output, _ = self.process.communicate(timeout=60)
        return "done" not in output

    def wait(self) -> int:
        """How it ended: the exit code, or minus the signal."""
        self.process.communicate(timeout=60)
        return self.process.returncode


def live(home: Path) -> Lines:
    with duckdb.connect() as connection:
        Lake(home).register(connection)
        return Counter(connection.execute("select id, customer, occurred_on, amount from facts").fetchall())


def check_activity(home: Path) -> None:
    """What is stored equals what all live facts give when they are counted in one go."""
    with duckdb.connect() as connection:
        activity.open(home, connection)
        Lake(home).register(connection)
        daily.build(connection, facts="facts", into="recomputed")
        differing = connection.execute(
            "(from activity except all from recomputed) union all (from recomputed except all from activity)"
        ).fetchall()
    assert differing == []


@dataclass(frozen=True)
class Step:
    """An operation of the round, a home folder where it comes next, and the live lines before and after it."""

    operation: str
    home: Path
    before: Lines
    after: Lines


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """The round, undisturbed."""
    folder, steps = tmp_path_factory.mktemp("undisturbed"), []
    for number, operation in enumerate(ROUND):
        home = folder / str(number)
        before = live(home)
        following = folder / str(number + 1)
        if home.exists():
            shutil.copytree(home, following)
        perform(following, operation)
        steps.append(Step(operation, home, before, live(following)))
    return steps


def test_the_round_changes_something_and_ends_empty(steps: list[Step]) -> None:
    assert [step.before.total() for step in steps] == [0, 60, 68, 68, 40, 40, 72, 60, 60, 0]
    assert steps[-1].after.total() == 0


def test_every_crash_point_stands_in_the_code_and_in_the_list() -> None:
    code = "".join(path.read_text() for path in Path(crash.__file__).parent.glob("*.py"))
    assert sorted(re.findall(r'crash\.point\("(.*?)"\)', code)) == sorted(crash.POINTS)


@pytest.mark.parametrize("point", crash.POINTS)
def test_killed_at_a_named_point(tmp_path: Path, steps: list[Step], point: str) -> None:
    verb = {"activity": "refresh", "compaction": "compact"}.get(kind := point.partition(".")[0], kind)
    step = next(step for step in steps[1:] if step.operation.startswith(verb))
    home = shutil.copytree(step.home, tmp_path / "home")
    victim = Victim(home)
    victim.order(f"{step.operation} at {point}")
    assert victim.wait() == -signal.SIGKILL
    assert live(home) in (step.before, step.after)
    perform(home, step.operation)
    assert live(home) == step.after
    check_activity(home)


def test_killed_at_random_moments(tmp_path: Path, steps: list[Step]) -> None:
    """A hundred processes die at any moment of their work; nothing is lost, doubled or left behind."""
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
    compact(home, retention_hours=0)
    assert left_behind(home) == set()


def left_behind(home: Path) -> set[str]:
    """Parquet files in the lake's folder that no snapshot names."""
    found = {str(path) for path in (home / "facts").glob("month=*/*.parquet")}
    return found - {file.path for file in Lake(home).files()}
