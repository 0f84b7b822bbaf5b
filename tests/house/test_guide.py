"""The guides tell what the definitions say."""

import pytest

from tests.guide import HEADINGS, guide, renewed


@pytest.mark.parametrize("language", HEADINGS)
def test_the_figures_are_explained_as_they_are_defined(language):
    assert guide(language).read_text(encoding="utf-8") == renewed(language), "call: python -m tests.guide"
