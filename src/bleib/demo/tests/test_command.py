import json
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from bleib.demo import demo_company, truth_of
from bleib.demo.list_truth import truth_of_lists
from bleib.demo.lists import Lists
from tests.processes import running


def command(*words):
    return [sys.executable, "-m", "bleib", *map(str, words), "--lang", "en"]


def bleib(*words):
    """What it printed: for programs, for people."""
    answer = subprocess.run(command(*words), capture_output=True, text=True, timeout=300, check=False)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout, answer.stderr


def demo(home):
    return bleib("demo", "--no-serve", "--home", home)


def folder(home):
    (only,) = home.iterdir()
    return only


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A demo that was made once, and what was said then."""
    home = tmp_path_factory.mktemp("made")
    return home, *demo(home)


@pytest.mark.slow
def test_it_writes_imports_and_reports(made):
    home, out, err = made
    page = folder(home) / "report.html"
    assert "accepted" in out
    assert "Synthetic data" in out
    assert str(page) in err
    assert "<html" in page.read_text()


@pytest.mark.slow
def test_a_second_call_changes_nothing(made):
    home, *_ = made
    before = {path: path.stat().st_mtime_ns for path in (folder(home) / "exports").iterdir()}
    out, _ = demo(home)
    assert "Nothing was changed" in out
    assert {path: path.stat().st_mtime_ns for path in (folder(home) / "exports").iterdir()} == before


@pytest.mark.kill
@pytest.mark.parametrize("seconds", [0.7, 1.3, 1.8, 2.3, 3.0])
def test_after_a_kill_the_next_call_completes_it(tmp_path, seconds):
    with running(command("demo", "--no-serve", "--home", tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE):
        time.sleep(seconds)
    demo(tmp_path)
    assert not list((folder(tmp_path) / "exports").glob(".*.part"))
    assert lines_and_revenue(folder(tmp_path) / "history") == expected()


def lines_and_revenue(home):
    told = json.loads(bleib("report", "--json", "-", "--home", home)[0])
    return told["import"]["accepted"], told["totals"]["revenue"]


def expected():
    company = demo_company(datetime.now(UTC).date())
    truth, others = truth_of(company), truth_of_lists(Lists(company))
    cases = 2 * others.cases - len(others.open_cases) + others.ratings
    return truth.accepted + others.usage + cases + others.answers, float(truth.revenue)
