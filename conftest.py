"""What every test can ask for, and an account of the tests that this machine cannot run.

A test that needs a browser or a server is marked so. Where that is missing, the test is left out and the last lines
say which command installs it. With BLEIB_TEST_ALL set, as in .ci/run, a test left out is a failure.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.made_once import MadeOnce

ROOT = Path(__file__).parent
SHARED_DATA = Path(os.environ.get("BLEIB_SHARED_DATA", ROOT.parent / "shared" / "data"))
ON_POSTGRESQL = os.environ.get("BLEIB_TEST_DATABASE") == "postgresql"
RUN_ALL = bool(os.environ.get("BLEIB_TEST_ALL"))

# Machines are slow at times. CI repeats the same examples; everybody else's runs explore new ones.
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if RUN_ALL else "explore")


@dataclass(frozen=True)
class Need:
    """What a marker asks of the machine: any of `programs` on the path, all of `modules` installed."""

    what: str
    package: str
    programs: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()

    def is_met(self) -> bool:
        found = any(shutil.which(program) for program in self.programs) or not self.programs
        return found and all(find_spec(module) for module in self.modules)


NEEDS = {
    "browser": Need("Chromium", "chromium", programs=("chromium", "chromium-browser", "google-chrome")),
    "database": Need("PostgreSQL", "postgresql", programs=("pg_ctlcluster", "pg_ctl")),
    "spark": Need("Sail", "python3-venv", modules=("pysail", "pyspark")),
}


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real data that lies beside the checkout; without it the test is left out."""
    if not SHARED_DATA.is_dir():
        pytest.skip("shared data is missing: put it into ../shared/data or name its folder in BLEIB_SHARED_DATA")
    return SHARED_DATA


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment,  # noqa: ARG001 - first
    django_db_modify_db_settings,  # noqa: ARG001 - first
    django_db_blocker,
) -> Iterator[None]:
    """The tests' own database; it goes with the folder or the server of this run."""
    from django.db import connections
    from django.test.utils import setup_databases

    from tests.schema import open_test_database

    with django_db_blocker.unblock():
        if ON_POSTGRESQL:
            setup_databases(verbosity=0, interactive=False)
        else:
            open_test_database()
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(scope="module")
def made_once(
    tmp_path_factory,
    django_db_setup,  # noqa: ARG001 - first
    django_db_blocker,
) -> Iterator[MadeOnce]:
    """`made_once(make)` calls `make(home)` once for all tests of a file; see tests/made_once.py."""
    from tests.made_once import MadeOnce

    made = MadeOnce(tmp_path_factory, django_db_blocker)
    yield made
    made.undo()


@pytest.fixture(autouse=True)
def _no_language_is_left() -> Iterator[None]:
    """A page leaves its reader's language behind in the thread; the next test begins without one."""
    yield
    if "django.utils.translation" in sys.modules:
        sys.modules["django.utils.translation"].deactivate()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what works on the state runs again; the rest would say the same twice."""
    if any("made_once" in getattr(item, "fixturenames", ()) for item in items):
        _refuse_misplaced(items)
    if ON_POSTGRESQL:
        items[:], left = _split(items)
        config.hook.pytest_deselected(items=left)


def _refuse_misplaced(items: list[pytest.Item]) -> None:
    from tests.made_once import misplaced

    if found := misplaced(items):
        raise pytest.UsageError("Not in a file of tests that use `made_once`: " + ", ".join(found))


def _split(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    stateful = [item for item in items if _uses_the_state(item)]
    return stateful, [item for item in items if not _uses_the_state(item)]


def _uses_the_state(item: pytest.Item) -> bool:
    """Not so what only passes through it on the way to the files that the test is about."""
    if item.get_closest_marker("files"):
        return False
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "db" in fixtures or "transactional_db" in fixtures


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, need in NEEDS.items():
        if item.get_closest_marker(marker) and not need.is_met():
            pytest.skip(f"{need.what} is missing")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    return _fail_if_left_out(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    return _fail_if_left_out(report)


def _fail_if_left_out(report):
    """With BLEIB_TEST_ALL nothing may be left out, except for shared data that does not exist."""
    expected = hasattr(report, "wasxfail") or ("shared" in _reason(report) and not SHARED_DATA.exists())
    if RUN_ALL and report.skipped and not expected:
        report.outcome, report.longrepr = "failed", f"Left out, though everything has to run: {_reason(report)}"
    return report


def _reason(report) -> str:
    """Why a test was skipped: the last part of (file, line, reason)."""
    place = report.longrepr
    return place[2].removeprefix("Skipped: ") if isinstance(place, tuple) else ""


def pytest_terminal_summary(terminalreporter) -> None:
    """Says which tests were left out, and the one command that installs what they need."""
    left_out = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    for reason, tests in sorted(left_out.items()):
        terminalreporter.write_line(f"{tests} left out: {reason}", yellow=True)
    packages = sorted({need.package for need in NEEDS.values() if f"{need.what} is missing" in left_out})
    if packages:
        terminalreporter.write_line(f"To run them: sudo apt install {' '.join(packages)}", yellow=True)
