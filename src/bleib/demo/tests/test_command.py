import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from bleib.demo import demo_company, truth_of


def demo(home, **options):
    return bleib("demo", "--home", str(home), **options)


def bleib(*words, **options):
    command = [sys.executable, "-m", "bleib", *words, "--lang", "en"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def finished(process):
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out, err


def folder(home):
    (only,) = home.iterdir()
    return only


@pytest.mark.slow
def test_it_writes_imports_and_reports(tmp_path):
    out, err = finished(demo(tmp_path))
    page = folder(tmp_path) / "report.html"
    assert "accepted" in out
    assert "Synthetic data" in out
    assert str(page) in err
    assert "<html" in page.read_text()


@pytest.mark.slow
def test_a_second_call_changes_nothing(tmp_path):
    finished(demo(tmp_path))
    before = {path: path.stat().st_mtime_ns for path in (folder(tmp_path) / "exports").iterdir()}
    out, _ = finished(demo(tmp_path))
    assert "Nothing was changed" in out
    assert {path: path.stat().st_mtime_ns for path in (folder(tmp_path) / "exports").iterdir()} == before


@pytest.mark.kill
@pytest.mark.parametrize("seconds", [0.7, 1.3, 1.8, 2.3, 3.0])
def test_after_a_kill_the_next_call_completes_it(tmp_path, seconds):
    process = demo(tmp_path, start_new_session=True)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    finished(demo(tmp_path))
    assert not list((folder(tmp_path) / "exports").glob(".*.part"))
    assert lines_and_revenue(folder(tmp_path) / "history") == expected()


def lines_and_revenue(home):
    told = json.loads(finished(bleib("report", "--json", "-", "--home", str(home)))[0])
    return told["import"]["accepted"], told["totals"]["revenue"]


def expected():
    truth = truth_of(demo_company(datetime.now(UTC).date()))
    return truth.accepted, float(truth.revenue)
