"""`./bleib` from a fresh clone, in a folder with a space in its name."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CRR = ("crr", "--start", "230", "--end", "240", "--new", "50", "--lang", "en")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no git checkout, so there is nothing to clone"),
]


def fresh_clone(folder: Path) -> Path:
    """A clone of what is committed; git may read it even if somebody else owns the checkout."""
    (folder / "gitconfig").write_text("[safe]\n\tdirectory = *\n")
    trusting = {**os.environ, "GIT_CONFIG_GLOBAL": str(folder / "gitconfig")}
    subprocess.run(["git", "clone", "--quiet", ROOT, folder / "a b"], env=trusting, check=True)
    return folder / "a b"


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    return fresh_clone(tmp_path_factory.mktemp("fresh"))


def bleib(clone: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [clone / "bleib", *arguments], capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )


@pytest.fixture(scope="module")
def first_call(clone):
    return bleib(clone, *CRR)


def test_the_first_call_prepares_the_environment_and_answers(first_call):
    assert first_call.returncode == 0, first_call.stderr
    assert "82.6 %" in first_call.stdout
    assert "Preparing an environment" in first_call.stderr


@pytest.mark.usefixtures("first_call")
def test_the_second_call_installs_nothing(clone):
    log = clone / ".venv" / "bleib" / "install.log"
    before = log.stat().st_mtime_ns
    again = bleib(clone, *CRR)
    assert (again.returncode, again.stderr) == (0, "")
    assert log.stat().st_mtime_ns == before


@pytest.mark.usefixtures("first_call")
def test_exit_codes_come_through(clone):
    assert bleib(clone, "crr", "--start", "0", "--end", "1", "--new", "1").returncode == 2


@pytest.mark.usefixtures("first_call")
def test_it_may_be_called_through_a_link_from_elsewhere(clone, tmp_path):
    (tmp_path / "link").symlink_to(clone / "bleib")
    answer = subprocess.run([tmp_path / "link", "--version"], capture_output=True, text=True, cwd="/", check=True)
    assert answer.stderr == ""


@pytest.mark.usefixtures("first_call")
def test_an_interrupted_installation_is_made_again(clone):
    (clone / ".venv" / "bleib" / "installed-run.txt").unlink()
    assert "Preparing an environment" in bleib(clone, "--version").stderr


@pytest.mark.usefixtures("first_call")
def test_changed_pins_are_installed_and_the_environment_kept(clone):
    with (clone / "requirements" / "run.txt").open("a") as pins:
        pins.write("# another day\n")
    assert "up to date" in bleib(clone, "--version").stderr


def test_an_old_python_is_named_with_the_remedy(tmp_path):
    clone = fresh_clone(tmp_path)
    for tool in ("sh", "dirname", "readlink", "cksum", "tr", "cmp", "mkdir", "touch", "flock", "rm"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or "")
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n')
    old.chmod(0o755)
    answer = bleib(clone, "--version", PATH=str(tmp_path))
    assert answer.returncode == 1
    assert "found here: Python 3.9.2" in answer.stderr
    assert "sudo apt install python3 python3-venv" in answer.stderr
