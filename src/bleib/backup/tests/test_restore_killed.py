"""A restore into PostgreSQL that is killed: nobody works with half of it, and the same call completes it."""

import os
import signal
import subprocess
import sys

import pytest

from tests import postgres

pytestmark = [pytest.mark.kill, pytest.mark.database]


@pytest.fixture
def bleib(tmp_path):
    """Runs a command on an installation in `home`, embedded or at `url`; exit code and everything it said."""

    def call(*arguments, home, url="", at=""):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BLEIB_")}
        told = {"BLEIB_HOME": str(tmp_path / home), "BLEIB_DATABASE_URL": url, "BLEIB_CRASH_AT": at}
        answer = subprocess.run(
            [sys.executable, "-m", "bleib", *map(str, arguments), "--lang", "en"],
            env={**clean, "PYTHONPATH": os.pathsep.join(sys.path), **{k: v for k, v in told.items() if v}},
            capture_output=True, text=True, check=False, cwd=tmp_path, timeout=120,
        )  # fmt: skip
        return answer.returncode, answer.stdout + answer.stderr

    return call


@pytest.fixture
def backup(bleib, tmp_path):
    """Of an installation with one customer."""
    (tmp_path / "list.csv").write_text("Kundennummer;Firma\n10;Otter AG\n")
    assert bleib("customers", "import", "list.csv", home="old")[0] == 0
    code, said = bleib("backup", "backup.tar", home="old")
    assert code == 0, said
    return tmp_path / "backup.tar"


@pytest.mark.parametrize("point", ["restore.loaded", "restore.swapped"])
def test_the_same_call_completes_it(bleib, backup, point):
    with postgres.server() as url:
        assert bleib("restore", backup, home="new", url=url, at=point)[0] == -signal.SIGKILL
        if point == "restore.loaded":
            code, said = bleib("customers", "imports", home="new", url=url)
            assert (code, "A restore was cut off" in said) == (1, True)
            code, said = bleib("restore", backup, home="new", url=url)
            assert code == 0, said
        code, said = bleib("customers", "imports", home="new", url=url)
        assert (code, "list.csv" in said) == (0, True)
        assert "holds an installation already" in bleib("restore", backup, home="new", url=url)[1]


def test_killed_between_its_renamings_it_forgets_no_erasure(bleib, backup, tmp_path):
    """An embedded installation: the old folder is aside, the new one is not there yet."""
    assert bleib("customers", "import", "list.csv", home="new")[0] == 0
    assert bleib("person", "erase", "customer", "1", "--yes", home="new")[0] == 0
    erasures = (tmp_path / "new" / "erasures.jsonl").read_text()
    assert erasures
    code, said = bleib("restore", backup, "--replace", home="new", at="restore.set_aside")
    assert code == -signal.SIGKILL, said
    code, said = bleib("restore", backup, "--replace", home="new")
    assert (code, "new.before-" in said.replace("\n", "")) == (0, True), said
    assert (tmp_path / "new" / "erasures.jsonl").read_text() == erasures
    assert not (tmp_path / "new.restoring").exists()


def test_another_backup_is_not_taken_for_it(bleib, backup, tmp_path):
    assert bleib("backup", "later.tar", home="old")[0] == 0
    with postgres.server() as url:
        assert bleib("restore", backup, home="new", url=url, at="restore.loaded")[0] == -signal.SIGKILL
        assert (
            "restore of another backup was cut off" in bleib("restore", tmp_path / "later.tar", home="new", url=url)[1]
        )
