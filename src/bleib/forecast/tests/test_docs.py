"""What docs/forecast.md tells to type prints what it says."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[4] / "docs" / "forecast.md"
BLOCKS = re.compile(r"```python\n(.*?)```\s+```text\n(.*?)```", re.DOTALL)


@pytest.mark.slow
def test_the_notebook_prints_what_it_says(capsys):
    [(code, expected)] = BLOCKS.findall(PAGE.read_text(encoding="utf-8"))
    exec(code, {})
    assert capsys.readouterr().out == expected
