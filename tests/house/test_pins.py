"""What gets installed is pinned by content; where it comes from is the installer's business."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINS = sorted((ROOT / "requirements").glob("*.txt"))


def pinned(file: Path) -> dict[str, int]:
    """Package -> how many hashes it has."""
    blocks = re.split(r"\n(?=\S)", file.read_text(encoding="utf-8"))
    return {block.split("==")[0]: block.count("--hash=sha256:") for block in blocks if "==" in block}


@pytest.mark.parametrize("file", PINS, ids=lambda file: file.name)
def test_pins_name_no_host(file):
    assert re.findall(r"://|--index|--find-links|--extra-index", file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", PINS, ids=lambda file: file.name)
def test_every_package_is_pinned_with_hashes(file):
    hashes = pinned(file)
    assert hashes
    assert [package for package, count in hashes.items() if count == 0] == []


def test_tests_run_on_the_packages_that_users_get():
    run = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    test = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    missing = [line for line in run.splitlines() if "==" in line and line not in test.splitlines()]
    assert missing == []


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=! ]", dependency)[0] for dependency in project["dependencies"]}
    assert names - set(pinned(ROOT / "requirements" / "run.txt")) == set()


def imported(file: Path) -> set[str]:
    """The top names of what a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return found - sys.stdlib_module_names - {"bleib"}


def spelled(package: str) -> str:
    """As pins spell it: PyJWT is pyjwt, prometheus_client is prometheus-client."""
    return re.sub(r"[-_.]+", "-", package).lower()


# Not everybody needs them: who calls what they are for is told.
ON_REQUEST = {"pyspark"}


def test_whatever_is_imported_is_installed_for_users():
    """Tests see more packages than users do: numpy came with pandas, and no fresh clone started."""
    code = [file for file in (ROOT / "src").rglob("*.py") if "tests" not in file.parts]
    names = set().union(*map(imported, code)) - ON_REQUEST
    homes = packages_distributions()
    run = set(pinned(ROOT / "requirements" / "run.txt"))
    unknown = {name for name in names if not {spelled(home) for home in homes.get(name, [])} & run}
    assert unknown == set()
