"""A test that this machine cannot run is said aloud, and fails where everything has to run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

@pytest.mark.browser
def test_a_page(): ...

def test_real_data(shared_data): ...

def test_a_sum():
    assert 1 + 1 == 2
"""


@pytest.fixture
def house(tmp_path):
    """A checkout of one test file, on a machine without programs."""
    shutil.copy(ROOT / "conftest.py", tmp_path)
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    without_django = [line for line in lines if not line.startswith("DJANGO_SETTINGS_MODULE")]
    (tmp_path / "pyproject.toml").write_text("\n".join(without_django))
    (tmp_path / "test_three.py").write_text(TESTS)
    return tmp_path


def run(house: Path, **environment: str) -> tuple[int, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BLEIB_")}
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:django", "test_three.py"],
        cwd=house, env={**clean, "PATH": str(house), **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return answer.returncode, answer.stdout


def test_what_was_left_out_is_listed_with_the_command_that_installs_it(house):
    code, said = run(house)
    assert code == 0
    assert "1 left out: Chromium is missing" in said
    assert "1 left out: shared data is missing" in said
    assert "To run them: sudo apt install chromium" in said
    assert "1 passed, 2 skipped" in said


def test_where_everything_has_to_run_a_test_left_out_fails(house):
    code, said = run(house, BLEIB_TEST_ALL="1")
    assert code == 1
    assert "Left out, though everything has to run: Chromium is missing" in said


def test_real_data_that_is_not_there_may_be_left_out_everywhere(house):
    (house / "chromium").write_text("#!/bin/sh\n")
    (house / "chromium").chmod(0o755)
    code, said = run(house, BLEIB_TEST_ALL="1")
    assert code == 0, said
    assert "2 passed, 1 skipped" in said
