"""docs/import.md names every key with all its headings, and what is said in the code of credit notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bleib.history.sources.identity import CREDIT_PREFIXES
from bleib.history.sources.keys import KEYS
from bleib.history.sources.options import DateOrder
from bleib.history.sources.plan import Role

PAGE = (Path(__file__).parents[5] / "docs" / "import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", list(KEYS))
def test_every_key_stands_there_with_its_headings(key):
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{key}` "))
    assert row.endswith(f"| {', '.join(KEYS[key].words)} |")


@pytest.mark.parametrize("word", [*CREDIT_PREFIXES, *(f"--dates {order}" for order in DateOrder)])
def test_what_the_code_knows_stands_there(word):
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("role", list(Role))
def test_every_role_stands_there(role):
    assert str(role) in PAGE
