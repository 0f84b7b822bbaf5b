"""Scratch folders hold customers' data: they must not outlive their process for long."""

import os
import subprocess
import sys
import tempfile

import pytest

from bleib.kernel.scratch import scratch_folder


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_folder_carries_the_process_and_goes_at_the_end(temporary):
    with scratch_folder() as folder:
        assert f"bleib-{os.getpid()}-" in folder
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away(temporary):
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait(timeout=60)
    (temporary / f"bleib-{dead.pid}-abc").mkdir()
    with scratch_folder():
        assert len(list(temporary.iterdir())) == 1


@pytest.mark.parametrize(
    "name", [f"bleib-{os.getpid()}-mine", "bleib-notes-2026", "other-1-x"], ids=["alive", "notes", "other"]
)
def test_what_is_alive_or_somebody_elses_stays(temporary, name):
    (temporary / name).mkdir()
    with scratch_folder():
        assert (temporary / name).exists()
