"""The documents tell what the definitions say and what really comes out."""

import re
from pathlib import Path

import pytest

from bleib.metrics.document import page

DOCS = Path(__file__).parents[4] / "docs"
BLOCKS = re.compile(r"```python\n(.*?)```(?:\s+```text\n(.*?)```)?", re.DOTALL)


def test_the_page_of_metrics_is_up_to_date():
    current = (DOCS / "metrics.md").read_text(encoding="utf-8")
    assert current == page(), "run: python -m bleib.metrics.document > docs/metrics.md"


@pytest.fixture(scope="module")
def blocks():
    return BLOCKS.findall((DOCS / "notebook.md").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_the_notebook_prints_what_it_says(blocks, capsys):
    names = {}
    assert len(blocks) > 5
    for code, expected in blocks:
        exec(code, names)
        assert capsys.readouterr().out == expected
