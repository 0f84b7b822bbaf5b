"""`bleib worker` and `bleib status`, as an operator calls them."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.processes import running

pytestmark = pytest.mark.slow


def start(home, *arguments):
    """A command on the installation in `home` (SQLite)."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BLEIB_")}
    environment |= {"BLEIB_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path), "COLUMNS": "80"}
    command = [sys.executable, "-m", "bleib", *arguments]
    return running(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def answer(home, *arguments):
    with start(home, *arguments) as process:
        said, complaint = process.communicate(timeout=60)
    return process.returncode, said, complaint


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("installation")


@pytest.fixture(scope="module")
def working(home):
    """A worker that has begun; afterwards it is told to stop."""
    with start(home, "worker") as process:
        assert json.loads(process.stderr.readline())["event"] == "worker started"
        yield process
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert process.returncode == 0
    assert json.loads(log.splitlines()[-1])["event"] == "worker stopped"


def test_a_second_worker_says_why_it_does_not_work(home, working):
    code, _, complaint = answer(home, "worker")
    assert code == 1
    assert complaint.startswith("bleib: A worker is already at work here, and SQLite takes only one.")


def test_status_says_who_works_and_that_nothing_is_stuck(home, working):
    code, said, _ = answer(home, "status", "--lang", "en")
    assert code == 0
    assert f"process {working.pid} on" in said
    assert "Nothing is stuck." in said


def test_status_for_machines(home, working):
    seen = json.loads(answer(home, "status", "--json")[1])
    assert [worker["pid"] for worker in seen["workers"]] == [working.pid]
    assert {task["task"] for task in seen["tasks"]} >= {"append-pending", "distribute", "seal-audit-log", "compact"}
    assert seen["history"]["pending_facts"] == 0


def test_without_a_worker_status_says_how_to_start_one(tmp_path):
    code, said, _ = answer(tmp_path, "status", "--lang", "de")
    assert code == 1
    assert "Es läuft kein Worker. So startet einer: bleib worker" in said
