"""A command that is told to stop, or is killed: nothing stays in the scratch folder, nothing is half imported."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.processes import running

pytestmark = pytest.mark.kill

LINES = 60_000


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "orders.csv"
    rows = (f"{n // 3};{1 + n % 28}.{1 + n % 12}.2024;K{n % 997};{1 + n % 5};{n % 90},50\n" for n in range(LINES))
    path.write_text("Belegnr;Datum;Kundennr;Menge;Einzelpreis\n" + "".join(rows), encoding="utf-8")
    return path


def start(home, scratch, *arguments, to=subprocess.DEVNULL):
    scratch.mkdir(exist_ok=True)
    environment = os.environ | {"BLEIB_HOME": str(home), "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "bleib", *arguments, "--lang", "en"]
    return running(command, env=environment, stdout=to, stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_report_that_is_stopped_tidies_up(export, tmp_path, told):
    scratch = tmp_path / "scratch"
    with start(tmp_path / "home", scratch, "report", export) as process:
        while process.poll() is None and not any(scratch.iterdir()):
            time.sleep(0.005)
        process.send_signal(told)
        assert process.wait(timeout=60) in (128 + told, 0)
    assert list(scratch.iterdir()) == []


def test_killed_at_random_moments_the_same_command_completes_it(export, tmp_path):
    home = tmp_path / "home"
    chance = random.Random(3)
    for _ in range(8):
        with start(home, tmp_path / "scratch", "import", export):
            time.sleep(chance.uniform(0.2, 2.5))
    with start(home, tmp_path / "scratch", "import", export) as process:
        assert process.wait(timeout=120) == 0
    with start(home, tmp_path / "scratch", "imports", to=subprocess.PIPE) as process:
        listed = process.communicate(timeout=60)[0]
    assert listed.count("done") == 1
    assert f"{LINES:,}" in listed
