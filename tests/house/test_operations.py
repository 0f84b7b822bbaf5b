"""Every setting an operator can make is documented."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Of the tests, the benchmarks and the launcher: no settings of an installation.
INTERNAL = {
    "BLEIB_TEST_ALL",
    "BLEIB_TEST_DATABASE",
    "BLEIB_CRASH_AT",
    "BLEIB_SHARED_DATA",
    "BLEIB_DEBUG",
    "BLEIB_PYTHON",
    "BLEIB_X",
}


def test_every_setting_is_in_the_operators_guide():
    code = [file for file in (ROOT / "src").rglob("*.py") if "tests" not in file.parts]
    used = {name for file in code for name in re.findall(r"BLEIB_[A-Z_]*[A-Z]", file.read_text(encoding="utf-8"))}
    settings = {name.removesuffix("_FILE") for name in used} - INTERNAL
    told = set(re.findall(r"`(BLEIB_[A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    assert settings - told == set()
