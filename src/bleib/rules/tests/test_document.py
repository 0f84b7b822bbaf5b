"""docs/rules.md is what the vocabulary says."""

from pathlib import Path

from bleib.rules.document import page

DOCUMENT = Path(__file__).parents[4] / "docs" / "rules.md"


def test_the_page_is_made_from_the_vocabulary():
    how = "python -m bleib.rules.document > docs/rules.md"
    assert DOCUMENT.read_text(encoding="utf-8") == page(), f"make it again: {how}"
