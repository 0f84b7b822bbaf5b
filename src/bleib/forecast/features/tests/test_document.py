"""The page about features says what the list says."""

from pathlib import Path

from bleib.forecast.features.document import page

PAGE = Path(__file__).parents[5] / "docs" / "features.md"


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: python -m bleib.forecast.features.document > docs/features.md"
    )
