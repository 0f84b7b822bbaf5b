"""`bleib test`: everything this machine can run, or with -q what is quick."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from bleib.kernel.errors import BleibError

CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True}

ROOT = Path(__file__).parents[3]
# A process for each processor; a file's tests stay together.
SIDE_BY_SIDE = ("-n", "auto", "--dist", "loadfile")
# The longest files stand in tests/: who begins with them has only short ones left at the end.
LONGEST_FIRST = ("--no-loadscope-reorder", "tests", "bench", "src")
SLOW_MARKERS = ("slow", "kill", "browser", "spark", "database", "alone")


def test(
    context: typer.Context,
    quick: Annotated[bool, typer.Option("-q", help="Only what needs no service and no patience.")] = False,
) -> None:
    """Run Bleib's own tests. Further arguments go to pytest; paths count from the checkout.

    What works on the state runs twice, on SQLite and on PostgreSQL.
    """
    _require_a_checkout()
    # What pytest and Hypothesis remember lies in the environment: the checkout may belong to somebody else.
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = f"{sys.prefix}/hypothesis"
    raise typer.Exit(max(_run([*part, *context.args], database) for database, part in _parts(context.args, quick)))


def _parts(chosen: list[str], quick: bool) -> list[tuple[str, list[str]]]:
    """Database and arguments of each run of pytest. What is chosen by hand runs as it stands."""
    patient = " or ".join(SLOW_MARKERS)
    # Spark's client does not find itself in a process that was started to run side by side with others.
    short, long, alone = f"not ({patient})", f"({patient}) and not (alone or spark)", "alone or spark"
    if quick or chosen:
        return [("sqlite", ["-m", short, *SIDE_BY_SIDE] if quick else [])]
    parts = [("sqlite", short), ("sqlite", long), ("sqlite", alone)]
    if _has_postgresql():
        # Browsers and Spark see the same, whatever is behind it; what runs alone starts the databases that it needs.
        parts += [("postgresql", short), ("postgresql", f"{long} and not browser")]
    how = {short: SIDE_BY_SIDE, alone: ()}
    return [(on, ["-m", which, *how.get(which, (*SIDE_BY_SIDE, *LONGEST_FIRST))]) for on, which in parts]


def _run(arguments: list[str], database: str) -> int:
    print(f"\n-- on {database}: {' '.join(arguments)}", flush=True)
    call = [sys.executable, "-P", "-m", "pytest", "-o", f"cache_dir={sys.prefix}/pytest", *arguments]
    environment = os.environ | {"BLEIB_TEST_DATABASE": database}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each of a thousand processes compiles everything anew
    return subprocess.run(call, cwd=ROOT, env=environment, check=False).returncode


def _has_postgresql() -> bool:
    """Where it is missing, the first run has said so."""
    return shutil.which("pg_ctlcluster") is not None


def _require_a_checkout() -> None:
    if not (ROOT / "conftest.py").exists():
        raise BleibError("The tests are not part of the installed package. Clone the repository and run ./bleib test.")
    if find_spec("pytest") is None:
        raise BleibError("The test tools are not installed in this environment. Run ./bleib test from the checkout.")
