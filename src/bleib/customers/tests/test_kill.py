"""An import that is killed in the middle has not been; the next one is whole."""

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import postgres

pytestmark = [pytest.mark.kill, pytest.mark.timeout(180)]
LIST = "Kundennummer;Firma;Land\n1;Eins;DE\n2;Zwei;Atlantis\n"
ROOT = Path(__file__).parents[4]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def bleib(request, tmp_path):
    """`bleib customers ...` in a process of its own, on an installation of its own."""
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    with ExitStack() as stack:
        url = stack.enter_context(postgres.server()) if request.param == "postgresql" else ""
        (tmp_path / "home").mkdir()
        own = {"BLEIB_HOME": str(tmp_path / "home"), "BLEIB_DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src")}

        def call(*arguments, at=""):
            command = [sys.executable, "-m", "bleib", "customers", *arguments, "--lang", "en"]
            environment = {**os.environ, **own, "BLEIB_CRASH_AT": at}
            return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

        yield call


@pytest.mark.parametrize("point", ["customers.put", "customers.counted"])
def test_killed_before_the_end_nothing_is_kept(bleib, tmp_path, point):
    assert bleib("import", "list.csv", at=point).returncode == -signal.SIGKILL
    assert "list.csv" not in bleib("imports").stdout
    again = bleib("import", "list.csv")
    assert again.returncode == 0, again.stderr
    assert again.stdout.split()[again.stdout.split().index("created") + 1] == "2"
    assert len(list((tmp_path / "home" / "rejects").glob("*"))) == 1
