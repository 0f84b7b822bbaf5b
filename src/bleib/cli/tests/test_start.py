"""What a start loads: Django, and not the libraries of the lake and the engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

LAKE = {"duckdb", "pyarrow", "numpy", "deltalake", "sqlglot"}


def _loaded(*call: str) -> set[str]:
    code = "import sys; from bleib.cli._main import run; run(sys.argv[1:]); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code, *call], capture_output=True, text=True, check=True).stdout
    return set(told.splitlines()[-1].split())


@pytest.mark.parametrize("command", ["imports", "audit"])
def test_a_command_that_reads_rows_loads_no_lake(command: str, tmp_path: Path):
    loaded = _loaded(command, "--home", str(tmp_path))
    assert "bleib.customers.models" in loaded
    assert loaded & LAKE == set()


@pytest.mark.parametrize("command", ["init", "serve", "worker", "backup", "move"])
def test_help_needs_no_lake(command: str):
    assert _loaded(command, "--help") & LAKE == set()
