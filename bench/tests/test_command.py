from pathlib import Path

import pytest

from bench import runner
from bench.section import Row, Section
from bench.verdict import Verdict
from bleib.cli import bench as command
from bleib.cli._main import run

pytestmark = pytest.mark.slow


def test_an_unknown_benchmark_is_a_wrong_call_that_lists_the_known_ones(capsys):
    assert run(["bench", "nonsense"]) == 2
    assert "figures-retail" in capsys.readouterr().err


def test_outside_a_checkout_it_says_so(capsys, monkeypatch):
    monkeypatch.setattr(command, "ROOT", Path("/nowhere"))
    assert run(["bench"]) == 1
    assert "not part of the installed package" in capsys.readouterr().err


def test_what_was_measured_is_printed_with_its_aim(capsys, monkeypatch):
    section = Section("Import", "About.", [Row("bleib import", 1, 2, 3)], [Verdict("import / DuckDB", 2, aim=2.5)])
    monkeypatch.setitem(runner.BENCHMARKS, "import", lambda *_, **__: section)
    assert run(["bench", "import", "--scale", "0.5"]) == 0
    assert "import / DuckDB: 2.00x (aim: at most 2.5x) met" in capsys.readouterr().out


def test_a_smaller_run_is_not_written_down(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(runner.page, "PAGE", tmp_path / "benchmarks.md")
    monkeypatch.setattr(runner, "DATA", tmp_path)
    assert run(["bench", "memory", "--scale", "0.001", "--repetitions", "1"]) == 0
    assert not runner.page.PAGE.exists()
    assert "peak memory" in capsys.readouterr().out
