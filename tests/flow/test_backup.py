"""An installation that was saved, lost and brought back says what it said when it was saved."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SRC = Path(__file__).parents[2] / "src"
JANUARY = "Belegnr;Datum;Kundennr;Menge;Einzelpreis\n1;10.01.2025;A;2;10,00\n2;12.01.2025;B;1;50,00\n"
FEBRUARY = "Belegnr;Datum;Kundennr;Menge;Einzelpreis\n3;10.02.2025;A;2;10,00\n4;12.02.2025;C;1;50,00\n"


@pytest.fixture
def bleib(tmp_path):
    """Runs a command line in a process of its own; it has to succeed."""

    def call(*arguments):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BLEIB_")}
        answer = subprocess.run(
            [sys.executable, "-m", "bleib", *map(str, arguments), "--lang", "en"],
            cwd=tmp_path, env={**clean, "PYTHONPATH": str(SRC)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert answer.returncode == 0, answer.stderr
        return answer.stdout

    return call


@pytest.fixture
def figures(bleib):
    """What the report of an installation says, but for when it was made."""

    def of(home):
        return {**json.loads(bleib("report", "--json", "-", "--home", home)), "composed_at": None}

    return of


def test_what_was_saved_comes_back_and_what_came_later_does_not(bleib, figures, tmp_path):
    for name, text in {"january.csv": JANUARY, "february.csv": FEBRUARY}.items():
        (tmp_path / name).write_text(text)
    bleib("import", "january.csv", "--home", "old")
    before = figures("old")
    bleib("backup", "saved.tar", "--home", "old")
    bleib("import", "february.csv", "--home", "old")
    bleib("restore", "saved.tar", "--home", "new")
    assert figures("new") == before
    assert "january.csv" in bleib("imports", "--home", "new")
    assert "february.csv" not in bleib("imports", "--home", "new")
    bleib("import", "february.csv", "--home", "new")
    assert figures("new") == figures("old") != before


def test_what_is_written_or_comes_back_is_read_by_its_owner_alone(bleib, tmp_path):
    (tmp_path / "january.csv").write_text(JANUARY)
    (tmp_path / "old").mkdir(mode=0o755)  # as a package or an operator makes it
    bleib("import", "january.csv", "--home", "old")
    bleib("backup", "saved.tar", "--home", "old")
    bleib("restore", "saved.tar", "--home", "new")
    written = [*(tmp_path / "old").rglob("*"), tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert [str(file) for file in written if file.stat().st_mode & 0o077] == []
