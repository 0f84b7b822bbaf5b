"""Operators read, in German and English, what the declarations say."""

from pathlib import Path

import pytest
from django.utils.translation import override

from bleib.privacy import declarations, stores
from bleib.privacy.document import page

PAGE = Path(__file__).parents[4] / "docs" / "privacy.md"
TOLD = [*(each.personal.purpose for each in declarations.personal_models()), *(s.label for s in stores.registered())]


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m bleib.privacy.document > docs/privacy.md"


@pytest.mark.parametrize("told", TOLD, ids=str)
def test_every_purpose_is_told_in_german(told):
    with override("en"):
        english = str(told)
    with override("de"):
        assert str(told) != english


@pytest.mark.parametrize("each", list(declarations.personal_models()), ids=lambda each: each.label)
def test_every_table_is_on_the_page(each):
    for language in ("de", "en"):
        with override(language):
            assert str(each.personal.purpose) in page()
