"""The decisions on file are those in force."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"


def test_the_list_of_decisions_is_complete():
    listed = re.findall(r"\]\((\d{4}-[^)]+\.md)\)", (DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(file.name for file in DECISIONS.glob("[0-9]*.md"))


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=! ]", dependency)[0] for dependency in project["dependencies"]}
    rows = (DECISIONS / "0005-dependencies.md").read_text(encoding="utf-8").splitlines()
    assert {row.split("|")[1].strip() for row in rows if row.startswith("|")} - {"package", "---"} == names
